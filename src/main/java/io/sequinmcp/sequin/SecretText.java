package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes what looks like a secret out of text that others wrote: of a stack trace, or of what an upstream answered. */
public final class SecretText {
    /** A reference to a secret, {@code secret:NAME}, is none itself. */
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("(smc[pt]_)[A-Za-z0-9_-]+"),
            Pattern.compile("(?i)(bearer\\s+)[^\\s\"',]+"),
            Pattern.compile("(://[^:/@\\s]*:)[^@\\s]+(?=@)"),
            Pattern.compile(
                    "(?i)((?!(?<![a-z_-])secret:[a-z0-9-])(?:password|passwd|secret|token|api[_-]?key|access[_-]?key[_-]?id|authorization|credentials)[a-z_]*\"?\\s*[:=]\\s*\"?)(?!secret:[a-z0-9-])[^\\s\",;}\\])]+"));

    private SecretText() {}

    /** Whether one of its fields is a secret, or has one in it. */
    public static boolean isIn(Map<String, Object> object) {
        Map<String, Object> plain = SequinJson.map(object);
        String text = plain.toString();
        return !Secrets.plain(plain).isEmpty() || !scrubbed(text).equals(text);
    }

    /** The same with an ellipsis for each. */
    public static String scrubbed(String text) {
        String scrubbed = text;
        for (Pattern secret : SECRETS) {
            scrubbed = secret.matcher(scrubbed).replaceAll("$1…");
        }
        return scrubbed;
    }
}
