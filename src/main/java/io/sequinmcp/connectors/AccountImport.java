package io.sequinmcp.connectors;

import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.connectors.Archive.AccountPart;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.store.Transaction;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes in the accounts of an archive. */
final class AccountImport {
    private final Transaction tx;
    private final AccountRows rows;
    private final Accounts accounts;
    private final AccountRules rules;
    private final Encryption encryption;
    private final ImportProblems problems;
    private final Instant now;
    private final String by;
    private final long revision;
    private final Set<String> toBe = new HashSet<>();
    private final ImportedParts<StoredAccount> parts = new ImportedParts<>();

    AccountImport(
            Transaction tx,
            AccountRows rows,
            Accounts accounts,
            AccountRules rules,
            Encryption encryption,
            ImportProblems problems,
            Instant now,
            String by,
            long revision)
            throws SQLException {
        this.tx = tx;
        this.rows = rows;
        this.accounts = accounts;
        this.rules = rules;
        this.encryption = encryption;
        this.problems = problems;
        this.now = now;
        this.by = by;
        this.revision = revision;
        accounts.declared().forEach(it -> toBe.add(it.name()));
        rows.live(tx).forEach(it -> toBe.add(it.name()));
    }

    void read(String where, AccountPart part) throws SQLException {
        String name = part.name();
        if (name == null || accounts.isDeclared(name)) {
            problems.add(where + ".name", "must be a name that no account of the configuration has");
            return;
        }
        Optional<StoredAccount> here = rows.find(tx, name);
        Optional<StoredAccount> live = here.filter(it -> !it.isDeleted());
        Optional<String> token =
                token(part).or(() -> live.map(it -> it.account().apiToken()));
        if (token.isEmpty()) {
            problems.add(where + ".api_token", "was encrypted with another key, or is missing: put the token here");
            return;
        }
        List<FieldError> errors = rules.ofNew(
                name, new AccountAdmin.Settings(part.url(), token.get(), part.metricsUrl(), part.protectedNames()));
        if (!errors.isEmpty()) {
            errors.forEach(error -> problems.add(where + "." + error.field(), error.detail()));
            return;
        }
        Account account = new Account(
                name,
                URI.create(String.valueOf(part.url()).strip()),
                token.get().strip(),
                Optional.ofNullable(part.metricsUrl())
                        .filter(url -> !url.isBlank())
                        .map(url -> URI.create(url.strip())));
        List<String> protectedNames = part.protectedNames() == null ? List.of() : part.protectedNames();
        toBe.add(name);
        if (live.isEmpty()) {
            StoredAccount made = new StoredAccount(account, protectedNames, now, by, now, Optional.empty(), revision);
            if (here.isPresent()) {
                parts.renewed(made);
            } else {
                parts.created(made);
            }
        } else if (live.get().account().equals(account)
                && live.get().protectedNames().equals(protectedNames)) {
            parts.unchanged(live.get());
        } else {
            parts.changed(live.get().with(account, protectedNames).saved(now, revision));
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

    /** The names of all there are once it is done. */
    Set<String> toBe() {
        return toBe;
    }

    ImportedParts<StoredAccount> parts() {
        return parts;
    }

    void write() throws SQLException {
        for (StoredAccount it : parts.inserts()) {
            rows.insert(tx, it);
        }
        for (StoredAccount it : parts.updates()) {
            rows.update(tx, it);
        }
    }
}
