package io.sequinmcp.sequin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams of an account that were used lately, so that not every receive, ack and nack has to look its sink up
 * first. Sequin remembers them for as long itself (section 8.3).
 */
final class Consumers {
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final int MOST = 1000;

    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    Consumers(Clock clock) {
        this.clock = clock;
    }

    private record Seen(Sink sink, Instant until) {}

    Optional<Sink> get(String idOrName) {
        Seen entry = seen.get(idOrName);
        if (entry == null || entry.until.isBefore(clock.instant())) {
            return Optional.empty();
        }
        return Optional.of(entry.sink);
    }

    void put(String idOrName, Sink sink) {
        if (seen.size() >= MOST) {
            Instant now = clock.instant();
            seen.values().removeIf(entry -> entry.until.isBefore(now));
        }
        if (seen.size() < MOST) {
            seen.put(idOrName, new Seen(sink, clock.instant().plus(KEPT)));
        }
    }

    void forget(String idOrName) {
        seen.remove(idOrName);
    }

    /** After a change nothing that was seen before holds any more. */
    void forgetAll() {
        seen.clear();
    }
}
