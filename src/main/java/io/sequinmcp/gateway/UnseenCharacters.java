package io.sequinmcp.gateway;

/**
 * Characters that a reader does not see, or that change how others are seen: control and format characters (zero width,
 * bidirectional, tags), variation selectors, fillers, and halves of characters. In them, rows can carry words to a
 * model that no human notices. Line breaks and tabs are seen, and JSON escapes them.
 */
final class UnseenCharacters {
    private UnseenCharacters() {}

    static boolean isUnseen(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint < ' ' && codePoint != '\n' && codePoint != '\t' && codePoint != '\r';
        }
        if (codePoint < 0xAD) {
            return codePoint < 0xA0;
        }
        return isFiller(codePoint)
                || isVariationSelector(codePoint)
                || isReserved(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
    }

    /** Letters and marks that have no shape. */
    private static boolean isFiller(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFC -> true;
            default -> false;
        };
    }

    /** Never to be a character, or only ever an unseen one. Others that this Java does not know may be new emoji. */
    private static boolean isReserved(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE
                || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF)
                || codePoint == 0x2065
                || (codePoint >= 0xFFF0 && codePoint <= 0xFFF8)
                || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
    }

    private static boolean isVariationSelector(int codePoint) {
        return (codePoint >= 0x180B && codePoint <= 0x180F)
                || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    /**
     * The text with each of them written out, as a backslash, u and the number in braces; the very same text if there
     * are none.
     */
    static String escaped(String text) {
        int clean = 0;
        while (clean < text.length()) {
            int codePoint = text.codePointAt(clean);
            if (isUnseen(codePoint)) {
                break;
            }
            clean += Character.charCount(codePoint);
        }
        if (clean == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 64).append(text, 0, clean);
        text.codePoints().skip(text.codePointCount(0, clean)).forEach(codePoint -> {
            if (isUnseen(codePoint)) {
                escaped.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
            } else {
                escaped.appendCodePoint(codePoint);
            }
        });
        return escaped.toString();
    }
}
