package io.sequinmcp.contract;

import java.util.Map;

/** The recordings that no operation describes, with the reason. A test sees to it that the list holds no others. */
final class Unrouted {
    private static final String NO_SUCH_ROUTE = "there is no such route";

    static final Map<Integer, String> REASONS = Map.of(
            2, "HEAD answers as GET does wherever GET is routed, and is not described beside it",
            3, NO_SUCH_ROUTE,
            19, NO_SUCH_ROUTE,
            20, NO_SUCH_ROUTE,
            28, NO_SUCH_ROUTE,
            39, "_method turns a POST into PUT, PATCH or DELETE only, so " + NO_SUCH_ROUTE,
            112, NO_SUCH_ROUTE,
            137, NO_SUCH_ROUTE,
            444, NO_SUCH_ROUTE,
            556, NO_SUCH_ROUTE);

    private Unrouted() {}

    static boolean contains(Recording recording) {
        return REASONS.containsKey(recording.number());
    }
}
