package io.sequinmcp.gateway;

import io.sequinmcp.tools.Excerpt;
import io.sequinmcp.tools.Tokens;

/**
 * What one pass over an answer's JSON tells: whether it can leave as it is. That pass is all that an ordinary answer
 * costs.
 *
 * @param unseen whether there may be characters to be written out
 * @param tokens what it takes, nearly
 * @param longValue whether there may be a value longer than 8 KB
 */
record Look(boolean unseen, int tokens, boolean longValue) {
    static Look at(String json) {
        boolean unseen = false;
        long hundredths = 0;
        int valueStart = 0;
        int longest = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            hundredths += Tokens.hundredths(c);
            if (c == '"') {
                longest = Math.max(longest, i - valueStart);
                valueStart = i + 1;
            } else if (c == '\\') {
                // Control characters are escaped by now, as b, f or u; a quote that is escaped ends nothing
                i++;
                char escaped = json.charAt(i);
                hundredths += Tokens.hundredths(escaped);
                unseen |= escaped == 'u' || escaped == 'b' || escaped == 'f';
            } else if (c >= 0x7F) {
                unseen |= Character.isSurrogate(c) ? isUnseenPair(json, i) : UnseenCharacters.isUnseen(c);
            }
        }
        return new Look(unseen, (int) Math.min(Integer.MAX_VALUE, hundredths / 100), longest > Excerpt.LONGEST);
    }

    /** Looked at from its first half; the second one of a proper pair is taken for seen. */
    private static boolean isUnseenPair(String json, int i) {
        if (Character.isLowSurrogate(json.charAt(i))) {
            return i == 0 || !Character.isHighSurrogate(json.charAt(i - 1));
        }
        return UnseenCharacters.isUnseen(json.codePointAt(i));
    }

    boolean isFit() {
        return !unseen && !longValue && tokens <= Tokens.BUDGET;
    }
}
