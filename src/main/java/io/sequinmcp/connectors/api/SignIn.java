package io.sequinmcp.connectors.api;

import io.sequinmcp.connectors.CallerToken;
import io.sequinmcp.connectors.Callers;
import io.sequinmcp.connectors.Role;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who a bearer token is of. Slows down whoever guesses: after some wrong tokens from one address it lets none be tried
 * from there for a while that doubles.
 */
@Singleton
class SignIn {
    private static final String INSTALLER = "admin";
    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int MOST_ADDRESSES = 10_000;

    private final AdminToken adminToken;
    private final Callers callers;
    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    SignIn(AdminToken adminToken, Callers callers, Clock clock) {
        this.adminToken = adminToken;
        this.callers = callers;
        this.clock = clock;
    }

    /** How long no token may be tried from that address; zero if one may. */
    Duration pause(String address) {
        Failures known;
        synchronized (failures) {
            known = failures.get(address);
        }
        Instant now = clock.instant();
        return known == null || !known.until().isAfter(now) ? Duration.ZERO : Duration.between(now, known.until());
    }

    /** Who the token is of. A wrong one counts against the address; a right one clears it. */
    Optional<Principal> principal(String token, String address) {
        Optional<Principal> found = adminToken.matches(token)
                ? Optional.of(new Principal(INSTALLER, Role.ADMIN))
                : callers.find(token).map(SignIn::principal);
        synchronized (failures) {
            if (found.isPresent()) {
                failures.remove(address);
            } else {
                int count = failures.getOrDefault(address, Failures.NONE).count() + 1;
                // Put anew, so that the eldest is the one that was quiet for longest
                failures.remove(address);
                failures.put(address, new Failures(count, clock.instant().plus(pauseAfter(count))));
            }
        }
        return found;
    }

    private static Principal principal(CallerToken caller) {
        return new Principal(caller.name() + " (" + caller.id() + ")", caller.role());
    }

    private static Duration pauseAfter(int count) {
        if (count < FREE_FAILURES) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(count - FREE_FAILURES, 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private record Failures(int count, Instant until) {
        static final Failures NONE = new Failures(0, Instant.EPOCH);
    }
}
