package io.sequinmcp.connectors;

import io.sequinmcp.connectors.Archive.ConnectorPart;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Takes in the connectors of an archive. */
final class ConnectorImport {
    private final Transaction tx;
    private final Connectors connectors;
    private final ConnectorRules rules;
    private final ImportedTokens tokens;
    private final Set<String> accounts;
    private final ImportProblems problems;
    private final Instant now;
    private final String by;
    private final long revision;
    private final ImportedParts<StoredConnector> parts = new ImportedParts<>();

    /** @param accounts the names of all there are once it is done */
    ConnectorImport(
            Transaction tx,
            Connectors connectors,
            ConnectorRules rules,
            ImportedTokens tokens,
            Set<String> accounts,
            ImportProblems problems,
            Instant now,
            String by,
            long revision) {
        this.tx = tx;
        this.connectors = connectors;
        this.rules = rules;
        this.tokens = tokens;
        this.accounts = accounts;
        this.problems = problems;
        this.now = now;
        this.by = by;
        this.revision = revision;
    }

    void read(String where, ConnectorPart part) throws SQLException {
        int before = problems.count();
        String id = part.id();
        Optional<TokenHash> token = Optional.ofNullable(part.tokenSha256()).flatMap(TokenHash::parse);
        Optional<TokenHash> former =
                Optional.ofNullable(part.formerTokenSha256()).flatMap(TokenHash::parse);
        String account = part.account();
        String name = part.name();
        ConnectorSettings settings = part.config() == null ? ConnectorSettings.NONE : part.config();
        if (id == null || id.isBlank() || id.length() > ArchiveReader.LONGEST_ID) {
            problems.add(where + ".id", "must have 1 to %d characters".formatted(ArchiveReader.LONGEST_ID));
        } else if (connectors.declared().stream().anyMatch(it -> it.id().equals(id))) {
            problems.add(where + ".id", "is that of a connector of the configuration");
        }
        if (account == null || !accounts.contains(account)) {
            problems.add(where + ".account", "is neither here nor in the archive");
        }
        if (token.isEmpty()) {
            problems.add(where + ".token_sha256", "must be 64 hexadecimal digits");
        }
        if (part.formerTokenSha256() != null && (former.isEmpty() || part.formerTokenUntil() == null)) {
            problems.add(where + ".former_token_sha256", "must be 64 hexadecimal digits, with former_token_until");
        }
        if (name == null || !ConnectorAdmin.isName(name)) {
            problems.add(where + ".name", "must have 1 to 100 characters");
        }
        rules.read(settings, (field, why) -> problems.add(where + ".config." + field.replace('-', '_'), why));
        if (problems.count() > before || id == null || account == null || name == null || token.isEmpty()) {
            return;
        }
        Optional<StoredConnector> here = ConnectorRows.find(tx, id);
        if (tokens.isTaken(token.get(), id)) {
            problems.add(where + ".token_sha256", "is that of another connector or caller");
        } else if (here.isEmpty()) {
            parts.created(new StoredConnector(
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
            problems.add(where, "was revoked here, and stays so; leave it out");
        } else if (!here.get().account().equals(account)) {
            problems.add(where + ".account", "is another one here");
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
                parts.unchanged(here.get());
            } else {
                parts.changed(wanted.saved(now, revision));
            }
        }
    }

    /** A former token that is past its time makes no difference, and is not exported. */
    private StoredConnector withoutOldToken(StoredConnector it) {
        boolean over = it.formerTokenUntil().filter(now::isBefore).isEmpty();
        return over ? it.tokens(it.token(), Optional.empty(), Optional.empty()) : it;
    }

    ImportedParts<StoredConnector> parts() {
        return parts;
    }

    void write() throws SQLException {
        for (StoredConnector it : parts.inserts()) {
            ConnectorRows.insert(tx, it);
        }
        for (StoredConnector it : parts.updates()) {
            ConnectorRows.update(tx, it);
        }
    }
}
