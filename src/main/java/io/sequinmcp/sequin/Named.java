package io.sequinmcp.sequin;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names and ids: which are good, and which was probably meant. */
final class Named {
    /** What Sequin allows in a name; it checks a sink's only on creation (section 6.4). */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_\\-.]+");

    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final int MAX_NAME = 255;
    private static final int SHOWN = 100;
    private static final int NEAR = 5;

    private Named() {}

    static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    /** The kind and the name, fit for a sentence: sink `orders`. */
    static String named(ResourceKind kind, String idOrName) {
        return kind.words() + " " + quoted(idOrName);
    }

    static String quoted(String name) {
        String clean = UpstreamText.clean(name).replace('`', '\'');
        return "`" + (clean.length() > SHOWN ? clean.substring(0, SHOWN) + "…" : clean) + "`";
    }

    /**
     * Refuses what can't be part of a path: an empty name asks for the list instead (recording 23), and dots mean
     * another path to a proxy.
     */
    static String checkIdOrName(ResourceKind kind, String idOrName) {
        if (idOrName.isBlank()
                || idOrName.equals(".")
                || idOrName.equals("..")
                || idOrName.length() > MAX_NAME
                || idOrName.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(
                            kind.parameter() + "_id_or_name",
                            "That is neither a name nor an id of a " + kind.words() + ".",
                            List.of())
                    .toException();
        }
        return idOrName;
    }

    /**
     * Refuses a name for something new that Sequin would refuse, store to nobody's use or fail on: on a rename it
     * checks nothing (section 6.4), and longer than 255 characters is a 500 (section 1.1).
     */
    static void checkNew(String name) {
        if (!NAME.matcher(name).matches() || name.length() > MAX_NAME || name.equals(".") || name.equals("..")) {
            throw Problem.invalid(
                            "name",
                            "A name has letters, digits, underscores, hyphens and dots only, and at most 255 of them.",
                            List.of())
                    .toException();
        }
        if (isUuid(name)) {
            throw Problem.invalid(
                            "name",
                            "A name that reads like a UUID can't be looked up: Sequin takes it for an id.",
                            List.of())
                    .toException();
        }
    }

    /** Those that were probably meant, likeliest first, five at most; all of them if there are no more than five. */
    static List<String> nearest(String wanted, List<String> existing) {
        String low = wanted.toLowerCase(Locale.ROOT);
        List<String> near = existing.stream()
                .filter(name -> existing.size() <= NEAR || distance(low, name.toLowerCase(Locale.ROOT)) < 1)
                .sorted(java.util.Comparator.comparingDouble(
                                (String name) -> distance(low, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(java.util.Comparator.naturalOrder()))
                .limit(NEAR)
                .toList();
        return near;
    }

    /** 0 is the same, 1 and more is nothing alike: edits by length, or a part of the other. */
    private static double distance(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 2;
        }
        double edits =
                (double) edits(a.length() > SHOWN ? a.substring(0, SHOWN) : a, b) / Math.max(a.length(), b.length());
        boolean part = a.length() > 2 && b.length() > 2 && (a.contains(b) || b.contains(a));
        return part ? Math.min(edits, 0.5) : edits * 2;
    }

    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
