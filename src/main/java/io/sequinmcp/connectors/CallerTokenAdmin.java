package io.sequinmcp.connectors;

import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.store.Handle;
import io.sequinmcp.store.Store;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Makes and revokes caller tokens. */
@Singleton
public class CallerTokenAdmin {
    private final Store store;
    private final Callers callers;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public CallerTokenAdmin(Store store, Callers callers, Clock clock) {
        this.store = store;
        this.callers = callers;
        this.clock = clock;
    }

    /**
     * A caller token, and its secret the one time it is known.
     *
     * @param token empty when it was made by an earlier request under the same idempotency key
     */
    public record Issued(CallerToken caller, Optional<Token> token) {}

    public Uni<Issued> create(
            String name, String roleWord, Optional<Instant> expiresAt, String by, Optional<Idempotency> idempotency) {
        ConnectorAdmin.checkName(name);
        Role role = Role.named(roleWord)
                .orElseThrow(() -> AdminRefusal.invalid("role", "must be viewer, operator or admin"));
        Expiry.check(expiresAt, Optional.empty(), clock);
        Token token = Token.randomCaller(random);
        return store.transact(tx -> {
                    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                    long revision = Revision.next(tx);
                    Optional<String> before =
                            idempotency.isPresent() ? idempotency.get().made(tx) : Optional.empty();
                    if (before.isPresent()) {
                        CallerToken known = CallerTokenRows.find(tx, before.get())
                                .orElseThrow(() -> new AdminRefusal(Reason.NOT_FOUND, "It is gone."));
                        return new Issued(known, Optional.empty());
                    }
                    CallerToken made = new CallerToken(
                            Handle.of("clr"),
                            name,
                            role,
                            token.hash(),
                            expiresAt.map(it -> it.truncatedTo(ChronoUnit.MICROS)),
                            now,
                            by,
                            Optional.empty(),
                            revision);
                    CallerTokenRows.insert(tx, made);
                    if (idempotency.isPresent()) {
                        idempotency.get().remember(tx, made.id(), now);
                    }
                    return new Issued(made, Optional.of(token));
                })
                .invoke(issued -> callers.apply(issued.caller()));
    }

    /** Those not revoked, by name. */
    public Uni<List<CallerToken>> list() {
        return store.transact(CallerTokenRows::good);
    }

    public Uni<CallerToken> revoke(String id) {
        return store.transact(tx -> {
                    long revision = Revision.next(tx);
                    CallerToken revoked = CallerTokenRows.find(tx, id)
                            .filter(it -> it.revokedAt().isEmpty())
                            .orElseThrow(() -> new AdminRefusal(Reason.NOT_FOUND, "There is no such caller token."))
                            .revoked(clock.instant().truncatedTo(ChronoUnit.MICROS), revision);
                    CallerTokenRows.revoke(tx, revoked);
                    return revoked;
                })
                .invoke(callers::apply);
    }
}
