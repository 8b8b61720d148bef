package io.sequinmcp.connectors;

import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes accounts. Whatever it did holds on this node before it answers. */
@Singleton
public class AccountAdmin {
    private final Store store;
    private final AccountRows rows;
    private final Accounts accounts;
    private final AccountRules rules;
    private final Clock clock;

    AccountAdmin(Store store, AccountRows rows, Accounts accounts, AccountRules rules, Clock clock) {
        this.store = store;
        this.rows = rows;
        this.accounts = accounts;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * What is to be changed of an account, or set for a new one; what is null stays, or is not set.
     *
     * @param metricsUrl blank to take it away
     */
    public record Settings(
            @Nullable String url,
            @Nullable String apiToken,
            @Nullable String metricsUrl,
            @Nullable List<String> protectedNames) {}

    public Uni<StoredAccount> create(String name, Settings settings, String by, Optional<Idempotency> idempotency) {
        List<FieldError> errors = rules.ofNew(name, settings);
        if (!errors.isEmpty()) {
            throw AdminRefusal.invalid(errors);
        }
        if (accounts.isDeclared(name)) {
            throw taken(name);
        }
        return store.transact(tx -> {
                    Instant now = now();
                    long revision = Revision.next(tx);
                    Optional<String> before =
                            idempotency.isPresent() ? idempotency.get().made(tx) : Optional.empty();
                    if (before.isPresent()) {
                        return existing(tx, before.get());
                    }
                    Optional<StoredAccount> former = rows.find(tx, name);
                    if (former.filter(it -> !it.isDeleted()).isPresent()) {
                        throw taken(name);
                    }
                    Account account = new Account(
                            name,
                            URI.create(String.valueOf(settings.url()).strip()),
                            String.valueOf(settings.apiToken()).strip(),
                            metrics(settings, Optional.empty()));
                    StoredAccount made = new StoredAccount(
                            account,
                            protectedNames(settings).orElse(List.of()),
                            now,
                            by,
                            now,
                            Optional.empty(),
                            revision);
                    if (former.isPresent()) {
                        rows.update(tx, made);
                    } else {
                        rows.insert(tx, made);
                    }
                    if (idempotency.isPresent()) {
                        idempotency.get().remember(tx, name, now);
                    }
                    return made;
                })
                .invoke(accounts::apply);
    }

    /** Those made here; {@link Accounts#declared} has the others. */
    public Uni<List<StoredAccount>> list() {
        return store.transact(rows::live);
    }

    public Uni<StoredAccount> get(String name) {
        return store.transact(tx -> existing(tx, name));
    }

    /**
     * Changes what is given.
     *
     * @param expected the revision that the caller last saw, if they insist on it
     */
    public Uni<StoredAccount> change(String name, Optional<Long> expected, Settings settings) {
        List<FieldError> errors = rules.ofChange(settings);
        if (!errors.isEmpty()) {
            throw AdminRefusal.invalid(errors);
        }
        return alter(name, expected, stored -> {
            Account current = stored.account();
            return stored.with(
                    new Account(
                            name,
                            settings.url() == null
                                    ? current.url()
                                    : URI.create(settings.url().strip()),
                            settings.apiToken() == null
                                    ? current.apiToken()
                                    : settings.apiToken().strip(),
                            metrics(settings, current.metricsUrl())),
                    protectedNames(settings).orElse(stored.protectedNames()));
        });
    }

    /** Refused while a connector is on it. */
    public Uni<StoredAccount> delete(String name, Optional<Long> expected) {
        return store.transact(tx -> {
                    long revision = Revision.next(tx);
                    StoredAccount current = existing(tx, name);
                    checkRevision(current, expected);
                    long left = ConnectorRows.count(tx, name);
                    if (left > 0) {
                        throw new AdminRefusal(
                                Reason.CONFLICT,
                                "The account '%s' still has %d connectors; revoke them first.".formatted(name, left));
                    }
                    StoredAccount deleted = current.deleted(now()).saved(now(), revision);
                    rows.update(tx, deleted);
                    return deleted;
                })
                .invoke(accounts::apply);
    }

    private Uni<StoredAccount> alter(String name, Optional<Long> expected, UnaryOperator<StoredAccount> change) {
        return store.transact(tx -> {
                    long revision = Revision.next(tx);
                    StoredAccount current = existing(tx, name);
                    checkRevision(current, expected);
                    StoredAccount changed = change.apply(current).saved(now(), revision);
                    rows.update(tx, changed);
                    return changed;
                })
                .invoke(accounts::apply);
    }

    private static void checkRevision(StoredAccount current, Optional<Long> expected) {
        if (expected.isPresent() && expected.get() != current.revision()) {
            throw new AdminRefusal(
                    Reason.CHANGED,
                    "The account changed since it was read; read it again and repeat the request with its ETag.");
        }
    }

    private StoredAccount existing(Transaction tx, String name) throws SQLException {
        Optional<StoredAccount> found = rows.find(tx, name).filter(it -> !it.isDeleted());
        if (found.isPresent()) {
            return found.get();
        }
        if (accounts.isDeclared(name)) {
            throw new AdminRefusal(
                    Reason.DECLARED,
                    "The account '%s' is declared in the configuration, and can be changed only there."
                            .formatted(name));
        }
        throw new AdminRefusal(Reason.NOT_FOUND, "There is no account '%s'.".formatted(name));
    }

    private static Optional<URI> metrics(Settings settings, Optional<URI> before) {
        String given = settings.metricsUrl();
        if (given == null) {
            return before;
        }
        return given.isBlank() ? Optional.empty() : Optional.of(URI.create(given.strip()));
    }

    private static Optional<List<String>> protectedNames(Settings settings) {
        return Optional.ofNullable(settings.protectedNames());
    }

    private static AdminRefusal taken(String name) {
        return new AdminRefusal(Reason.CONFLICT, "There is an account '%s' already.".formatted(name));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
