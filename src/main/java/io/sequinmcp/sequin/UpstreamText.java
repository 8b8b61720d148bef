package io.sequinmcp.sequin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Text that came from Sequin or a proxy in front of it, made fit to be quoted: no control, invisible or direction
 * characters, no markup, white space collapsed, at most 1 KB, and in quotation marks, so that a reader can tell our
 * words from theirs.
 */
final class UpstreamText {
    /** Bytes of UTF-8 that are quoted at most. */
    static final int MAX_BYTES = 1024;

    private static final String CUT = " … (cut)";

    /** What has no end goes to the end: to look for one again and again would take seconds. */
    private static final Pattern SCRIPTS =
            Pattern.compile("(?is)<(script|style)\\b.*?(?:</\\1\\s*>|\\z)|<head\\b.*?(?:</head\\s*>|(?=<body\\b)|\\z)");

    private static final Pattern TAGS = Pattern.compile("<[^<>]{0,500}>");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    /** Control, format (zero-width, bidirectional), surrogate and private characters. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]");

    private UpstreamText() {}

    /** The text without anything that can't be seen, in one line, cut to 1 KB. */
    static String clean(String text) {
        if (isPlain(text)) {
            return text;
        }
        String start = text.length() > 4 * MAX_BYTES ? text.substring(0, 4 * MAX_BYTES) : text;
        String line = BLANKS.matcher(start).replaceAll(" ");
        String seen = UNSEEN.matcher(line).replaceAll("").strip();
        return cut(start.length() < text.length() ? seen + CUT : seen);
    }

    /** As nearly every name and message is; nothing would change. */
    private static boolean isPlain(String text) {
        if (text.length() > MAX_BYTES || text.startsWith(" ") || text.endsWith(" ")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || (c == ' ' && text.charAt(i - 1) == ' ')) {
                return false;
            }
        }
        return true;
    }

    /** The same for HTML, of which only the words are left. */
    static String cleanHtml(String html) {
        String start = html.length() > 64 * MAX_BYTES ? html.substring(0, 64 * MAX_BYTES) : html;
        return clean(TAGS.matcher(SCRIPTS.matcher(start).replaceAll(" ")).replaceAll(" "));
    }

    /** The text in quotation marks, for use in a sentence of ours. */
    static String quote(String clean) {
        return "“" + clean.replace('“', '"').replace('”', '"') + "”";
    }

    private static String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return text;
        }
        int end = MAX_BYTES - CUT.getBytes(StandardCharsets.UTF_8).length;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--; // never in the middle of a character
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT;
    }

    /** Scheme, host and port; never user, password or query. */
    static String address(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getHost() == null ? "an address without a host" : uri.getScheme() + "://" + uri.getHost() + port;
    }
}
