package io.sequinmcp.connectors;

import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.sequin.UpstreamPolicy;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes accounts. Whatever it did holds on this node before it answers. */
@Singleton
public class AccountAdmin {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Store store;
    private final AccountRows rows;
    private final Accounts accounts;
    private final UpstreamPolicy upstreams;
    private final Clock clock;

    AccountAdmin(Store store, AccountRows rows, Accounts accounts, UpstreamPolicy upstreams, Clock clock) {
        this.store = store;
        this.rows = rows;
        this.accounts = accounts;
        this.upstreams = upstreams;
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

    public Uni<StoredAccount> create(String name, Settings settings, String by) {
        List<FieldError> errors = new ArrayList<>();
        check(name, settings, errors);
        checkReach(settings, errors);
        if (!errors.isEmpty()) {
            throw AdminRefusal.invalid(errors);
        }
        if (accounts.isDeclared(name)) {
            throw taken(name);
        }
        return store.transact(tx -> {
                    Instant now = now();
                    long revision = Revision.next(tx);
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
        List<FieldError> errors = new ArrayList<>();
        check(settings, errors);
        checkReach(settings, errors);
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

    /** What is wrong with a new account. */
    static void check(String name, Settings settings, List<FieldError> errors) {
        if (!NAME.matcher(name).matches()) {
            errors.add(new FieldError(
                    "name", "must have 1 to 63 lower-case letters, digits and hyphens, none at the ends"));
        }
        if (settings.url() == null) {
            errors.add(new FieldError("url", "is missing: the base URL of the Sequin server, without /api"));
        }
        if (settings.apiToken() == null) {
            errors.add(new FieldError("api_token", "is missing: a token of that server's API"));
        }
        check(settings, errors);
    }

    private static void check(Settings settings, List<FieldError> errors) {
        if (settings.url() != null) {
            base(settings.url())
                    .ifPresentOrElse(
                            url -> {},
                            () -> errors.add(
                                    new FieldError(
                                            "url",
                                            "must be the base URL of the Sequin server: http or https, with a host, without user, query or /api")));
        }
        if (settings.apiToken() != null
                && (settings.apiToken().isBlank() || settings.apiToken().chars().anyMatch(Character::isISOControl))) {
            errors.add(new FieldError("api_token", "must be a token, in one line"));
        }
        if (settings.metricsUrl() != null
                && !settings.metricsUrl().isBlank()
                && parsed(settings.metricsUrl()).isEmpty()) {
            errors.add(new FieldError("metrics_url", "must be an http or https URL with a host"));
        }
        if (settings.protectedNames() != null
                && settings.protectedNames().stream().anyMatch(it -> it == null || it.isBlank() || it.length() > 255)) {
            errors.add(new FieldError("protected_names", "must be name patterns; * stands for any run of characters"));
        }
    }

    private void checkReach(Settings settings, List<FieldError> errors) {
        checkReach("url", settings.url(), errors);
        checkReach("metrics_url", settings.metricsUrl(), errors);
    }

    private void checkReach(String field, @Nullable String url, List<FieldError> errors) {
        Optional.ofNullable(url)
                .flatMap(AccountAdmin::parsed)
                .flatMap(upstreams::complaint)
                .ifPresent(complaint -> errors.add(new FieldError(field, complaint)));
    }

    private static Optional<URI> base(String text) {
        return parsed(text).filter(url -> url.getQuery() == null).filter(url -> !String.valueOf(url.getPath())
                .replaceAll("/$", "")
                .endsWith("/api"));
    }

    private static Optional<URI> parsed(String text) {
        try {
            URI url = new URI(text.strip());
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return http && url.getHost() != null && url.getUserInfo() == null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
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
