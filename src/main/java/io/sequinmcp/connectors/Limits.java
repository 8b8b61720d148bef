package io.sequinmcp.connectors;

import org.jspecify.annotations.Nullable;

/**
 * How much a connector may do; what is null is not limited. Calls are counted by each replica for itself, writes by all
 * of them together.
 *
 * @param callsPerMinute tool calls a minute, 1 or more; as many may come at once after a quiet minute
 * @param concurrentCalls tool calls under way at once, 1 or more
 * @param writesPerDay calls that create, change or delete something on one day of UTC, 0 or more
 */
public record Limits(
        @Nullable Integer callsPerMinute, @Nullable Integer concurrentCalls, @Nullable Integer writesPerDay) {
    public static final Limits NONE = new Limits(null, null, null);

    public boolean isNone() {
        return callsPerMinute == null && concurrentCalls == null && writesPerDay == null;
    }
}
