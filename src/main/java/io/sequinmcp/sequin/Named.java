package io.sequinmcp.sequin;

import java.util.List;
import java.util.regex.Pattern;

/** Names and ids: which are good, and how a sentence shows them. */
final class Named {
    /** What Sequin allows in a name; it checks a sink's only on creation (section 6.4). */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_\\-.]+");

    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final int MAX_NAME = 255;
    private static final int SHOWN = 100;

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
                || idOrName.codePoints().anyMatch(Named::isInNoPath)) {
            throw Problem.invalid(
                            kind.parameter() + "_id_or_name",
                            "That is neither a name nor an id of a " + kind.words() + ".",
                            List.of())
                    .toException();
        }
        return idOrName;
    }

    /** A control character, or half of one that takes two. */
    private static boolean isInNoPath(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    /**
     * Refuses a name for something new that Sequin would refuse, store to nobody's use or fail on: on a rename it
     * checks nothing (section 6.4), and longer than 255 characters is a 500 (section 1.1).
     */
    static void checkNew(String name) {
        if (!NAME.matcher(name).matches() || name.length() > MAX_NAME || name.equals(".") || name.equals("..")) {
            Problem problem = Problem.invalid(
                    "name",
                    "A name has letters, digits, underscores, hyphens and dots only, and at most 255 of them.",
                    List.of());
            String good = good(name);
            throw (good.isEmpty() ? problem : problem.correcting("name", good)).toException();
        }
        if (isUuid(name)) {
            throw Problem.invalid(
                            "name",
                            "A name that reads like a UUID can't be looked up: Sequin takes it for an id.",
                            List.of())
                    .toException();
        }
    }

    /** The name as it could be; empty if nothing of it is left. */
    private static String good(String name) {
        String good =
                UpstreamText.clean(name).replaceAll("[^a-zA-Z0-9_\\-.]+", "_").replaceAll("^[_.]+|[_.]+$", "");
        return good.length() > MAX_NAME ? good.substring(0, MAX_NAME) : good;
    }
}
