package io.sequinmcp.connectors;

import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.connectors.Archive.AccountPart;
import io.sequinmcp.connectors.Archive.CallerPart;
import io.sequinmcp.connectors.Archive.ConnectorPart;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.store.Transaction;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one archive within one transaction: what is new in it, what differs, and what can't be taken in. */
final class ArchiveReader {
    private static final int LONGEST_ID = 40;

    private final Transaction tx;
    private final AccountRows accountRows;
    private final Accounts accounts;
    private final Connectors connectors;
    private final ConnectorRules rules;
    private final Encryption encryption;
    private final Instant now;
    private final String by;
    private final List<FieldError> problems = new ArrayList<>();
    private final Found<StoredAccount> readAccounts = new Found<>();
    private final Found<StoredConnector> readConnectors = new Found<>();
    private final Found<CallerToken> readCallers = new Found<>();
    private final Set<String> accountsToBe = new HashSet<>();
    private final Set<TokenHash> tokens = new HashSet<>();
    private long revision;

    ArchiveReader(
            Transaction tx,
            AccountRows accountRows,
            Accounts accounts,
            Connectors connectors,
            ConnectorRules rules,
            Encryption encryption,
            Instant now,
            String by) {
        this.tx = tx;
        this.accountRows = accountRows;
        this.accounts = accounts;
        this.connectors = connectors;
        this.rules = rules;
        this.encryption = encryption;
        this.now = now;
        this.by = by;
    }

    void read(Archive archive) throws SQLException {
        if (archive.format() == null || archive.format() != Archive.FORMAT) {
            problems.add(new FieldError("format", "must be %d: that is the one known here".formatted(Archive.FORMAT)));
            return;
        }
        // Takes its turn first, so that what is compared is what is changed
        revision = Revision.next(tx);
        accounts.declared().forEach(it -> accountsToBe.add(it.name()));
        accountRows.live(tx).forEach(it -> accountsToBe.add(it.name()));
        for (AccountPart part : parts(archive.accounts())) {
            account("accounts[%s]".formatted(part.name()), part);
        }
        for (ConnectorPart part : parts(archive.connectors())) {
            connector("connectors[%s]".formatted(part.id()), part);
        }
        for (CallerPart part : parts(archive.callerTokens())) {
            caller("caller_tokens[%s]".formatted(part.id()), part);
        }
    }

    private static <T> List<T> parts(@Nullable List<T> given) {
        return given == null ? List.of() : given;
    }

    private void account(String where, AccountPart part) throws SQLException {
        String name = part.name();
        if (name == null || accounts.isDeclared(name)) {
            refuse(where + ".name", "must be a name that no account of the configuration has");
            return;
        }
        Optional<StoredAccount> here = accountRows.find(tx, name);
        Optional<StoredAccount> live = here.filter(it -> !it.isDeleted());
        Optional<String> token =
                token(part).or(() -> live.map(it -> it.account().apiToken()));
        if (token.isEmpty()) {
            refuse(where + ".api_token", "was encrypted with another key, or is missing: put the token here");
            return;
        }
        List<FieldError> errors = new ArrayList<>();
        AccountAdmin.check(
                name,
                new AccountAdmin.Settings(part.url(), token.get(), part.metricsUrl(), part.protectedNames()),
                errors);
        if (!errors.isEmpty()) {
            errors.forEach(error -> refuse(where + "." + error.field(), error.detail()));
            return;
        }
        Account account = new Account(
                name,
                URI.create(String.valueOf(part.url()).strip()),
                token.get().strip(),
                Optional.ofNullable(part.metricsUrl())
                        .filter(url -> !url.isBlank())
                        .map(url -> URI.create(url.strip())));
        List<String> protectedNames = parts(part.protectedNames());
        accountsToBe.add(name);
        if (live.isEmpty()) {
            StoredAccount made = new StoredAccount(account, protectedNames, now, by, now, Optional.empty(), revision);
            (here.isPresent() ? readAccounts.renewed : readAccounts.created).add(made);
        } else if (live.get().account().equals(account)
                && live.get().protectedNames().equals(protectedNames)) {
            readAccounts.unchanged.add(live.get());
        } else {
            readAccounts.changed.add(live.get().with(account, protectedNames).saved(now, revision));
        }
    }

    private Optional<String> token(AccountPart part) {
        if (part.apiToken() != null) {
            return Optional.of(part.apiToken());
        }
        if (part.apiTokenEncrypted() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    encryption.decrypt(part.apiTokenEncrypted(), Transfer.place(String.valueOf(part.name()))));
        } catch (Encryption.UnreadableException e) {
            return Optional.empty();
        }
    }

    private void connector(String where, ConnectorPart part) throws SQLException {
        int before = problems.size();
        String id = part.id();
        Optional<TokenHash> token = Optional.ofNullable(part.tokenSha256()).flatMap(TokenHash::parse);
        Optional<TokenHash> former =
                Optional.ofNullable(part.formerTokenSha256()).flatMap(TokenHash::parse);
        String account = part.account();
        String name = part.name();
        ConnectorSettings settings = part.config() == null ? ConnectorSettings.NONE : part.config();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            refuse(where + ".id", "must have 1 to %d characters".formatted(LONGEST_ID));
        } else if (connectors.declared().stream().anyMatch(it -> it.id().equals(id))) {
            refuse(where + ".id", "is that of a connector of the configuration");
        }
        if (account == null || !accountsToBe.contains(account)) {
            refuse(where + ".account", "is neither here nor in the archive");
        }
        if (token.isEmpty()) {
            refuse(where + ".token_sha256", "must be 64 hexadecimal digits");
        }
        if (part.formerTokenSha256() != null && (former.isEmpty() || part.formerTokenUntil() == null)) {
            refuse(where + ".former_token_sha256", "must be 64 hexadecimal digits, with former_token_until");
        }
        if (name == null || !ConnectorAdmin.isName(name)) {
            refuse(where + ".name", "must have 1 to 100 characters");
        }
        rules.read(settings, (field, why) -> refuse(where + ".config." + field.replace('-', '_'), why));
        if (problems.size() > before || id == null || account == null || name == null || token.isEmpty()) {
            return;
        }
        Optional<StoredConnector> here = ConnectorRows.find(tx, id);
        if (isTaken(token.get(), id)) {
            refuse(where + ".token_sha256", "is that of another connector or caller");
        } else if (here.isEmpty()) {
            readConnectors.created.add(new StoredConnector(
                    id,
                    account,
                    name,
                    settings,
                    token.get(),
                    former,
                    former.isPresent() ? Optional.ofNullable(part.formerTokenUntil()) : Optional.empty(),
                    Optional.ofNullable(part.expiresAt()),
                    now,
                    by,
                    now,
                    Optional.empty(),
                    StoredConnector.Usage.NONE,
                    revision));
        } else if (here.get().isRevoked()) {
            refuse(where, "was revoked here, and stays so; leave it out");
        } else if (!here.get().account().equals(account)) {
            refuse(where + ".account", "is another one here");
        } else {
            StoredConnector wanted = here.get()
                    .named(name)
                    .with(settings)
                    .expiring(Optional.ofNullable(part.expiresAt()))
                    .tokens(
                            token.get(),
                            former,
                            former.isPresent() ? Optional.ofNullable(part.formerTokenUntil()) : Optional.empty());
            if (wanted.equals(here.get()) || wanted.equals(withoutOldToken(here.get()))) {
                readConnectors.unchanged.add(here.get());
            } else {
                readConnectors.changed.add(wanted.saved(now, revision));
            }
        }
    }

    /** A former token that is past its time makes no difference, and is not exported. */
    private StoredConnector withoutOldToken(StoredConnector it) {
        boolean over = it.formerTokenUntil().filter(now::isBefore).isEmpty();
        return over ? it.tokens(it.token(), Optional.empty(), Optional.empty()) : it;
    }

    private void caller(String where, CallerPart part) throws SQLException {
        Optional<Role> role = Optional.ofNullable(part.role()).flatMap(Role::named);
        Optional<TokenHash> token = Optional.ofNullable(part.tokenSha256()).flatMap(TokenHash::parse);
        String id = part.id();
        String name = part.name();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            refuse(where + ".id", "must have 1 to %d characters".formatted(LONGEST_ID));
            return;
        }
        if (name == null || !ConnectorAdmin.isName(name)) {
            refuse(where + ".name", "must have 1 to 100 characters");
            return;
        }
        if (role.isEmpty() || token.isEmpty()) {
            refuse(where, "needs a role (viewer, operator, admin) and token_sha256, 64 hexadecimal digits");
            return;
        }
        CallerToken wanted = new CallerToken(
                id,
                name,
                role.get(),
                token.get(),
                Optional.ofNullable(part.expiresAt()),
                now,
                by,
                Optional.empty(),
                revision);
        Optional<CallerToken> here = CallerTokenRows.find(tx, id);
        if (isTaken(token.get(), id)) {
            refuse(where + ".token_sha256", "is that of another connector or caller");
        } else if (here.isEmpty()) {
            readCallers.created.add(wanted);
        } else if (here.get().revokedAt().isPresent()) {
            refuse(where, "was revoked here, and stays so; leave it out");
        } else if (isSame(here.get(), wanted)) {
            readCallers.unchanged.add(here.get());
        } else {
            refuse(where, "is another one here, and caller tokens don't change; revoke that, or leave this out");
        }
    }

    private static boolean isSame(CallerToken one, CallerToken other) {
        return one.name().equals(other.name())
                && one.role() == other.role()
                && one.token().equals(other.token())
                && one.expiresAt().equals(other.expiresAt());
    }

    /** Whether the token is another one's, here or earlier in the archive. */
    private boolean isTaken(TokenHash token, String id) throws SQLException {
        return !tokens.add(token)
                || tx.first(
                                """
                                select id from connector where token = ? and id <> ?
                                union all select id from caller_token where token = ? and id <> ?""",
                                row -> row.text("id"),
                                token.hex(),
                                id,
                                token.hex(),
                                id)
                        .isPresent()
                || connectors.declared().stream().anyMatch(it -> it.token().equals(token));
    }

    private void refuse(String where, String why) {
        problems.add(new FieldError(where, why));
    }

    void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new AdminRefusal(
                    AdminRefusal.Reason.INVALID, "Nothing was imported: some of it can't be taken in.", problems);
        }
    }

    void write() throws SQLException {
        for (StoredAccount it : readAccounts.created) {
            accountRows.insert(tx, it);
        }
        for (StoredAccount it : readAccounts.changes()) {
            accountRows.update(tx, it);
        }
        for (StoredConnector it : readConnectors.created) {
            ConnectorRows.insert(tx, it);
        }
        for (StoredConnector it : readConnectors.changed) {
            ConnectorRows.update(tx, it);
        }
        for (CallerToken it : readCallers.created) {
            CallerTokenRows.insert(tx, it);
        }
    }

    List<StoredAccount> changedAccounts() {
        return readAccounts.all();
    }

    List<StoredConnector> changedConnectors() {
        return readConnectors.all();
    }

    List<CallerToken> changedCallers() {
        return readCallers.all();
    }

    ImportReport report(boolean dryRun) {
        return new ImportReport(
                dryRun,
                readAccounts.report(StoredAccount::name),
                readConnectors.report(StoredConnector::id),
                readCallers.report(CallerToken::id),
                problems);
    }

    /** What came of the parts of one kind. */
    private static final class Found<T> {
        private final List<T> created = new ArrayList<>();
        /** New, in the row of one that was deleted. */
        private final List<T> renewed = new ArrayList<>();

        private final List<T> changed = new ArrayList<>();
        private final List<T> unchanged = new ArrayList<>();

        List<T> changes() {
            List<T> both = new ArrayList<>(renewed);
            both.addAll(changed);
            return both;
        }

        List<T> all() {
            List<T> all = new ArrayList<>(created);
            all.addAll(changes());
            return all;
        }

        ImportReport.Changes report(java.util.function.Function<T, String> name) {
            List<String> made = new ArrayList<>(created.stream().map(name).toList());
            renewed.forEach(it -> made.add(name.apply(it)));
            return new ImportReport.Changes(
                    made,
                    changed.stream().map(name).toList(),
                    unchanged.stream().map(name).toList());
        }
    }
}
