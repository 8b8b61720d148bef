package io.sequinmcp.connectors.api;

import io.sequinmcp.connectors.CallerToken;
import io.sequinmcp.connectors.Callers;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.network.Guesses;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Who a bearer token is of. Slows down whoever guesses: after some wrong tokens from one address it lets none be tried
 * from there for a while that doubles. A right one does not clear what was guessed before: whoever has one token, of
 * whatever role, would guess others without a pause.
 */
@Singleton
class SignIn {
    private static final String INSTALLER = "admin";
    private static final int FREE_FAILURES = 5;

    private final AdminToken adminToken;
    private final Callers callers;
    private final Guesses guesses;

    SignIn(AdminToken adminToken, Callers callers, Clock clock) {
        this.adminToken = adminToken;
        this.callers = callers;
        this.guesses = new Guesses(clock, FREE_FAILURES);
    }

    /** How long no token may be tried from that address; zero if one may. */
    Duration pause(String address) {
        return guesses.pause(address);
    }

    /** Who the token is of. A wrong one counts against the address. */
    Optional<Principal> principal(String token, String address) {
        Optional<Principal> found = adminToken.matches(token)
                ? Optional.of(new Principal(INSTALLER, Role.ADMIN))
                : callers.find(token).map(SignIn::principal);
        if (found.isEmpty()) {
            guesses.failed(address);
        }
        return found;
    }

    private static Principal principal(CallerToken caller) {
        return new Principal(caller.name() + " (" + caller.id() + ")", caller.role());
    }
}
