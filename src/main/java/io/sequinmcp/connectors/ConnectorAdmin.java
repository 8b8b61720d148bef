package io.sequinmcp.connectors;

import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.store.Handle;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes, changes, rotates and revokes connectors. Whatever it did holds on this node before it answers. */
@Singleton
public class ConnectorAdmin {
    private static final int LONGEST_NAME = 100;
    private static final Duration LONGEST_GRACE = Duration.ofDays(7);

    private final Store store;
    private final Accounts accounts;
    private final Connectors connectors;
    private final ConnectorRules rules;
    private final AdminConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public ConnectorAdmin(
            Store store,
            Accounts accounts,
            Connectors connectors,
            ConnectorRules rules,
            AdminConfig config,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.connectors = connectors;
        this.rules = rules;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A connector, and its token the one time it is known.
     *
     * @param token empty when it was made by an earlier request under the same idempotency key
     */
    public record Issued(StoredConnector connector, Optional<Token> token) {}

    /**
     * A page of connectors.
     *
     * @param more whether there are others after these
     * @param total how many there are in all
     */
    public record Listing(List<StoredConnector> connectors, boolean more, long total) {}

    public Uni<Issued> create(
            String account,
            String name,
            ConnectorSettings settings,
            Optional<Instant> expiresAt,
            String by,
            Optional<Idempotency> idempotency) {
        checkAccount(account);
        checkName(name);
        checkSettings(settings);
        Expiry.check(expiresAt, config.longestExpiry(), clock);
        Token token = Token.random(random);
        return store.transact(tx -> {
                    Instant now = now();
                    long revision = Revision.next(tx);
                    Optional<String> before =
                            idempotency.isPresent() ? idempotency.get().made(tx) : Optional.empty();
                    if (before.isPresent()) {
                        return new Issued(existing(tx, before.get()), Optional.empty());
                    }
                    StoredConnector made = new StoredConnector(
                            Handle.of("con"),
                            account,
                            name,
                            settings,
                            token.hash(),
                            Optional.empty(),
                            Optional.empty(),
                            expiresAt.map(it -> it.truncatedTo(ChronoUnit.MICROS)),
                            now,
                            by,
                            now,
                            Optional.empty(),
                            StoredConnector.Usage.NONE,
                            revision);
                    ConnectorRows.insert(tx, made);
                    if (idempotency.isPresent()) {
                        idempotency.get().remember(tx, made.id(), now);
                    }
                    return new Issued(made, Optional.of(token));
                })
                .invoke(issued -> connectors.apply(issued.connector()));
    }

    /** Those of an account that are not revoked, by name, after the one given. */
    public Uni<Listing> list(String account, @Nullable String afterName, @Nullable String afterId, int limit) {
        checkAccount(account);
        return store.transact(tx -> {
            List<StoredConnector> found = ConnectorRows.page(tx, account, afterName, afterId, limit + 1);
            boolean more = found.size() > limit;
            return new Listing(more ? found.subList(0, limit) : found, more, ConnectorRows.count(tx, account));
        });
    }

    public Uni<StoredConnector> get(String id) {
        return store.transact(tx -> existing(tx, id));
    }

    /**
     * Changes what is given.
     *
     * @param expected the revision that the caller last saw, if they insist on it
     */
    public Uni<StoredConnector> change(
            String id,
            Optional<Long> expected,
            Optional<String> name,
            Optional<UnaryOperator<ConnectorSettings>> settings,
            Optional<Optional<Instant>> expiresAt) {
        name.ifPresent(ConnectorAdmin::checkName);
        expiresAt.ifPresent(it -> Expiry.check(it, config.longestExpiry(), clock));
        return alter(id, expected, connector -> {
            StoredConnector changed = name.map(connector::named).orElse(connector);
            if (settings.isPresent()) {
                ConnectorSettings wanted = settings.get().apply(connector.settings());
                checkSettings(wanted);
                changed = changed.with(wanted);
            }
            return expiresAt
                    .map(it -> it.map(time -> time.truncatedTo(ChronoUnit.MICROS)))
                    .map(changed::expiring)
                    .orElse(changed);
        });
    }

    /**
     * Gives it another token.
     *
     * @param grace how long the old one still works, at most a week; as configured when not given
     */
    public Uni<Issued> rotate(String id, Optional<Long> expected, Optional<Duration> grace) {
        Duration kept = grace.orElse(config.rotationGrace());
        if (kept.isNegative() || kept.compareTo(LONGEST_GRACE) > 0) {
            throw AdminRefusal.invalid("grace_seconds", "must be from 0 to %d".formatted(LONGEST_GRACE.toSeconds()));
        }
        Token token = Token.random(random);
        return alter(id, expected, connector -> connector.rotated(token.hash(), now().plus(kept)))
                .map(connector -> new Issued(connector, Optional.of(token)));
    }

    /** For good: its token, and the one before, are refused from here on. */
    public Uni<StoredConnector> revoke(String id, Optional<Long> expected) {
        return alter(id, expected, connector -> connector.revoked(now()));
    }

    private Uni<StoredConnector> alter(String id, Optional<Long> expected, UnaryOperator<StoredConnector> change) {
        return store.transact(tx -> {
                    // Takes its turn first, so that what is read is what is changed
                    long revision = Revision.next(tx);
                    StoredConnector current = existing(tx, id);
                    if (expected.isPresent() && expected.get() != current.revision()) {
                        throw new AdminRefusal(
                                Reason.CHANGED,
                                "The connector changed since it was read; read it again and repeat the request with its ETag.");
                    }
                    StoredConnector changed = change.apply(current).saved(now(), revision);
                    ConnectorRows.update(tx, changed);
                    return changed;
                })
                .invoke(connectors::apply);
    }

    private StoredConnector existing(Transaction tx, String id) throws SQLException {
        Optional<StoredConnector> found = ConnectorRows.find(tx, id).filter(it -> !it.isRevoked());
        if (found.isPresent()) {
            return found.get();
        }
        if (connectors.declared().stream().anyMatch(it -> it.id().equals(id))) {
            throw new AdminRefusal(
                    Reason.DECLARED,
                    "The connector '%s' is declared in the configuration, and can be changed only there."
                            .formatted(id));
        }
        throw new AdminRefusal(Reason.NOT_FOUND, "There is no such connector; it may have been revoked.");
    }

    /** The tools that these settings grant. */
    public List<String> tools(ConnectorSettings settings) {
        ConnectorRules.Grant grant = rules.read(settings, (where, why) -> {});
        return List.copyOf(rules.tools(grant.scope(), grant.reach()));
    }

    /** The tools that these settings would grant; refuses what {@link #create} would. */
    public List<String> preview(ConnectorSettings settings) {
        checkSettings(settings);
        return tools(settings);
    }

    private void checkAccount(String account) {
        if (accounts.named(account).isEmpty()) {
            throw new AdminRefusal(
                    Reason.NOT_FOUND, "There is no account '%s'; there are %s.".formatted(account, accounts.names()));
        }
    }

    static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    static void checkName(String name) {
        if (!isName(name)) {
            throw AdminRefusal.invalid("name", "must have 1 to %d characters".formatted(LONGEST_NAME));
        }
    }

    private void checkSettings(ConnectorSettings settings) {
        List<FieldError> errors = new ArrayList<>();
        ConnectorRules.Grant grant = rules.read(
                settings, (where, why) -> errors.add(new FieldError("config." + where.replace('-', '_'), why)));
        if (errors.isEmpty() && rules.tools(grant.scope(), grant.reach()).isEmpty()) {
            errors.add(new FieldError(
                    "config", "lets no tool through: methods, tags, tools and pins each narrow what the others leave"));
        }
        if (!errors.isEmpty()) {
            throw AdminRefusal.invalid(errors);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
