package io.sequinmcp.tools;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How long ago something was, as a reader says it; beside the time itself, for who reads has no clock. */
final class Ago {
    private Ago() {}

    /** The time itself, as precise as a reader needs it; never later than it is. */
    static Instant inSeconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Null where there is no time. What lies ahead by a clock that is ahead was just now. */
    static @Nullable String of(@Nullable Instant time, Instant now) {
        if (time == null) {
            return null;
        }
        long seconds = Math.max(0, Duration.between(time, now).toSeconds());
        if (seconds < 120) {
            return seconds + " s ago";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h ago" : seconds / 86_400 + " days ago";
    }
}
