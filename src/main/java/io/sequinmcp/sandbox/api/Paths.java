package io.sequinmcp.sandbox.api;

import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.world.Ids;
import java.util.Locale;

/** Ids in paths that take no names. */
final class Paths {
    private Paths() {}

    /** A value that is no UUID is the framework's own error 400 (recording 140). */
    static String uuid(Call call, String name) {
        String value = call.path(name);
        if (!Ids.isUuid(value)) {
            throw Refusal.framework(400);
        }
        return value.toLowerCase(Locale.ROOT);
    }
}
