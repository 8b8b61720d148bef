package io.sequinmcp.tools;

/** The beginning of a text that is too long to be shown, with how much is missing. */
public final class Excerpt {
    /** What one value may take, in characters; Postgres stores up to a gigabyte. */
    public static final int LONGEST = 8 * 1024;

    /** Room for the words at the end. */
    private static final int ENDING = 32;

    private Excerpt() {}

    /**
     * The text, or its beginning: at most {@code most} characters in all, and never half a character.
     *
     * @param most at least 64
     */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - ENDING;
        if (Character.isHighSurrogate(text.charAt(end - 1)) && Character.isLowSurrogate(text.charAt(end))) {
            end--;
        }
        return text.substring(0, end) + "… (" + (text.length() - end) + " more characters)";
    }
}
