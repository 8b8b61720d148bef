package io.sequinmcp.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/**
 * Guesses how many tokens a text costs the model that reads it, without its tokenizer: by the kind of each character,
 * weighed so that typical answers of ours come out right by o200k, and random ids or keys at two thirds at worst.
 */
public final class Tokens {
    /** From where clients warn of an answer, put it into a file or cut it. */
    public static final int BUDGET = 10_000;

    private static final int HUNDRED = 100;
    private static final byte[] ASCII = new byte[128];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = (byte) weightOf((char) c);
        }
    }

    private Tokens() {}

    private static int weightOf(char c) {
        if (c >= 'a' && c <= 'z') {
            return 30;
        }
        if (c >= 'A' && c <= 'Z') {
            return 58;
        }
        if (c >= '0' && c <= '9') {
            return 58;
        }
        return c == ' ' ? 8 : 46;
    }

    /** Of one UTF-16 unit, in hundredths of a token. */
    public static int hundredths(char c) {
        if (c < ASCII.length) {
            return ASCII[c];
        }
        return c < 0x800 ? 60 : Character.isSurrogate(c) ? 90 : 120;
    }

    /** Of a text, rounded up. */
    public static int in(CharSequence text) {
        return (int) ((hundredths(text) + HUNDRED - 1) / HUNDRED);
    }

    /** Of a value as JSON, rounded up. */
    public static int in(JsonNode value) {
        return (int) ((hundredths(value) + HUNDRED - 1) / HUNDRED);
    }

    private static long hundredths(CharSequence text) {
        long sum = 0;
        for (int i = 0; i < text.length(); i++) {
            sum += hundredths(text.charAt(i));
        }
        return sum;
    }

    /** With the backslashes that JSON needs. */
    private static long escaped(String text) {
        long sum = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            sum += c < ' ' || c == '"' || c == '\\' ? 2 * ASCII['"'] : hundredths(c);
        }
        return sum;
    }

    private static long hundredths(JsonNode value) {
        long sum = HUNDRED / 2; // a comma or a colon, and what encloses
        if (value.isTextual()) {
            return sum + 2 * ASCII['"'] + escaped(value.textValue());
        }
        if (value.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> members = value.fields(); members.hasNext(); ) {
                Map.Entry<String, JsonNode> member = members.next();
                sum += 2 * ASCII['"'] + escaped(member.getKey()) + hundredths(member.getValue());
            }
            return sum + HUNDRED / 2;
        }
        if (value.isArray()) {
            for (JsonNode item : value) {
                sum += hundredths(item);
            }
            return sum + HUNDRED / 2;
        }
        return sum + hundredths(value.asText());
    }
}
