package io.sequinmcp.connectors;

import io.sequinmcp.connectors.Archive.CallerPart;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Takes in the caller tokens of an archive. They never change, so there are new ones and known ones. */
final class CallerImport {
    private final Transaction tx;
    private final ImportedTokens tokens;
    private final ImportProblems problems;
    private final Instant now;
    private final String by;
    private final long revision;
    private final ImportedParts<CallerToken> parts = new ImportedParts<>();

    CallerImport(
            Transaction tx, ImportedTokens tokens, ImportProblems problems, Instant now, String by, long revision) {
        this.tx = tx;
        this.tokens = tokens;
        this.problems = problems;
        this.now = now;
        this.by = by;
        this.revision = revision;
    }

    void read(String where, CallerPart part) throws SQLException {
        Optional<Role> role = Optional.ofNullable(part.role()).flatMap(Role::named);
        Optional<TokenHash> token = Optional.ofNullable(part.tokenSha256()).flatMap(TokenHash::parse);
        String id = part.id();
        String name = part.name();
        if (id == null || id.isBlank() || id.length() > ArchiveReader.LONGEST_ID) {
            problems.add(where + ".id", "must have 1 to %d characters".formatted(ArchiveReader.LONGEST_ID));
            return;
        }
        if (name == null || !ConnectorAdmin.isName(name)) {
            problems.add(where + ".name", "must have 1 to 100 characters");
            return;
        }
        if (role.isEmpty() || token.isEmpty()) {
            problems.add(where, "needs a role (viewer, operator, admin) and token_sha256, 64 hexadecimal digits");
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
        if (tokens.isTaken(token.get(), id)) {
            problems.add(where + ".token_sha256", "is that of another connector or caller");
        } else if (here.isEmpty()) {
            parts.created(wanted);
        } else if (here.get().revokedAt().isPresent()) {
            problems.add(where, "was revoked here, and stays so; leave it out");
        } else if (isSame(here.get(), wanted)) {
            parts.unchanged(here.get());
        } else {
            problems.add(where, "is another one here, and caller tokens don't change; revoke that, or leave this out");
        }
    }

    private static boolean isSame(CallerToken one, CallerToken other) {
        return one.name().equals(other.name())
                && one.role() == other.role()
                && one.token().equals(other.token())
                && one.expiresAt().equals(other.expiresAt());
    }

    ImportedParts<CallerToken> parts() {
        return parts;
    }

    void write() throws SQLException {
        for (CallerToken it : parts.inserts()) {
            CallerTokenRows.insert(tx, it);
        }
    }
}
