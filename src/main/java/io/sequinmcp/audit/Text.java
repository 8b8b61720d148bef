package io.sequinmcp.audit;

import org.jspecify.annotations.Nullable;

/** Text as both databases keep it letter by letter, so that what is read is what was hashed. */
final class Text {
    private Text() {}

    /** Without NUL, which PostgreSQL can't keep, and without halves of characters; cut at that length. */
    static @Nullable String bounded(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String cut = text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(cut);
            }
        }
        return cut;
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(c == 0 || Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        return clean.toString();
    }
}
