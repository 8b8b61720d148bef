package io.sequinmcp.sequin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A list of items with parameters, as HTTP fields write it (RFC 9651, 4.2.1). Inner lists, which no field we read has,
 * count as malformed, and a malformed field is to be ignored whole.
 */
final class StructuredList {

    /**
     * One item.
     *
     * @param text a string's characters, or the item as it was written
     * @param parameters integers as Long, strings and tokens as String; anything else as it was written
     */
    record Item(String text, Map<String, Object> parameters) {
        /** The parameter if it is a non-negative integer. */
        @Nullable
        Long count(String name) {
            return parameters.get(name) instanceof Long count && count >= 0 ? count : null;
        }
    }

    /** RFC 9651 knows no longer integers. */
    private static final int MAX_DIGITS = 15;

    private final String field;
    private int at;

    private StructuredList(String field) {
        this.field = field;
    }

    /** The items, or empty if the field is malformed. */
    static Optional<List<Item>> parse(String field) {
        try {
            return Optional.of(new StructuredList(field.strip()).items());
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private List<Item> items() throws MalformedException {
        List<Item> items = new ArrayList<>();
        while (at < field.length()) {
            items.add(new Item(bare().toString(), parameters()));
            skipBlanks();
            if (at == field.length()) {
                return items;
            }
            expect(',');
            skipBlanks();
            if (at == field.length()) {
                throw new MalformedException(); // a trailing comma
            }
        }
        return items;
    }

    private Map<String, Object> parameters() throws MalformedException {
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (at < field.length() && field.charAt(at) == ';') {
            at++;
            while (at < field.length() && field.charAt(at) == ' ') {
                at++;
            }
            String key = key();
            Object value = true;
            if (at < field.length() && field.charAt(at) == '=') {
                at++;
                value = bare();
            }
            parameters.put(key, value);
        }
        return parameters;
    }

    private String key() throws MalformedException {
        int start = at;
        while (at < field.length() && isKeyChar(field.charAt(at), at == start)) {
            at++;
        }
        return taken(start);
    }

    private Object bare() throws MalformedException {
        char first = peek();
        if (first == '"') {
            return string();
        }
        if (first == ':') {
            int end = field.indexOf(':', at + 1);
            if (end < 0) {
                throw new MalformedException();
            }
            String bytes = field.substring(at, end + 1);
            at = end + 1;
            return bytes;
        }
        if (first == '-' || isDigit(first)) {
            return number();
        }
        if (first == '?' || first == '@' || isAlpha(first) || first == '*') {
            int start = at++;
            while (at < field.length() && isTokenChar(field.charAt(at))) {
                at++;
            }
            return taken(start);
        }
        throw new MalformedException();
    }

    private String string() throws MalformedException {
        StringBuilder text = new StringBuilder();
        at++;
        while (peek() != '"') {
            char next = field.charAt(at++);
            if (next == '\\') {
                next = peek();
                if (next != '"' && next != '\\') {
                    throw new MalformedException();
                }
                at++;
            } else if (next < 0x20 || next > 0x7e) {
                throw new MalformedException();
            }
            text.append(next);
        }
        at++;
        return text.toString();
    }

    private Object number() throws MalformedException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digits = at;
        while (at < field.length() && (isDigit(field.charAt(at)) || field.charAt(at) == '.')) {
            at++;
        }
        String text = field.substring(start, at);
        if (at == digits || at - digits > MAX_DIGITS) {
            throw new MalformedException();
        }
        return text.contains(".") ? text : Long.valueOf(text);
    }

    private String taken(int start) throws MalformedException {
        if (at == start) {
            throw new MalformedException();
        }
        return field.substring(start, at);
    }

    private void expect(char wanted) throws MalformedException {
        if (peek() != wanted) {
            throw new MalformedException();
        }
        at++;
    }

    private char peek() throws MalformedException {
        if (at >= field.length()) {
            throw new MalformedException();
        }
        return field.charAt(at);
    }

    private void skipBlanks() {
        while (at < field.length() && (field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isKeyChar(char c, boolean first) {
        boolean lower = (c >= 'a' && c <= 'z') || c == '*';
        return lower || (!first && (isDigit(c) || c == '_' || c == '-' || c == '.'));
    }

    private static boolean isTokenChar(char c) {
        return isAlpha(c) || isDigit(c) || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0;
    }

    private static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
