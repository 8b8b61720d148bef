package io.sequinmcp.connectors;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When something may expire: a minute ahead at least, and within what the operator allows. */
final class Expiry {
    private static final Duration SHORTEST = Duration.ofSeconds(60);

    private Expiry() {}

    /**
     * @param longest the operator's maximum; with one, there must be an expiry
     * @throws AdminRefusal if it is too near, too far, or missing
     */
    static void check(Optional<Instant> expiresAt, Optional<Duration> longest, Clock clock) {
        Instant now = clock.instant();
        if (expiresAt.isEmpty()) {
            longest.ifPresent(most -> {
                throw AdminRefusal.invalid(
                        "expires_at", "is missing; here a token lives until %s at most".formatted(now.plus(most)));
            });
            return;
        }
        if (expiresAt.get().isBefore(now.plus(SHORTEST))) {
            throw AdminRefusal.invalid("expires_at", "must be at least 60 seconds ahead; it is now %s".formatted(now));
        }
        longest.filter(most -> expiresAt.get().isAfter(now.plus(most))).ifPresent(most -> {
            throw AdminRefusal.invalid("expires_at", "may be %s at the latest".formatted(now.plus(most)));
        });
    }
}
