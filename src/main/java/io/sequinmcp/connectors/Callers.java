package io.sequinmcp.connectors;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The caller tokens, held in memory. */
@Singleton
public class Callers {
    private final Map<TokenHash, CallerToken> byToken = new ConcurrentHashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();
    private final Clock clock;

    public Callers(Clock clock) {
        this.clock = clock;
    }

    /** The caller that token is of, if it is good. */
    public Optional<CallerToken> find(@Nullable String token) {
        return Token.parseCaller(token)
                .map(presented -> byToken.get(presented.hash()))
                .filter(caller -> caller.isGood(clock.instant()));
    }

    /** Takes a change up, unless a later one is known. */
    synchronized void apply(CallerToken changed) {
        if (revisions.getOrDefault(changed.id(), 0L) >= changed.revision()) {
            return;
        }
        revisions.put(changed.id(), changed.revision());
        if (changed.revokedAt().isPresent()) {
            byToken.remove(changed.token());
        } else {
            byToken.put(changed.token(), changed);
        }
    }
}
