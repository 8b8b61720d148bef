package io.sequinmcp.connectors;

import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** The tokens of an archive: none may be that of two, here or there. */
final class ImportedTokens {
    private final Transaction tx;
    private final Connectors connectors;
    private final Set<TokenHash> seen = new HashSet<>();

    ImportedTokens(Transaction tx, Connectors connectors) {
        this.tx = tx;
        this.connectors = connectors;
    }

    /** Whether the token is another one's, here or earlier in the archive. */
    boolean isTaken(TokenHash token, String id) throws SQLException {
        return !seen.add(token)
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
}
