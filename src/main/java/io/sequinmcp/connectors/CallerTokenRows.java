package io.sequinmcp.connectors;

import io.sequinmcp.store.Transaction;
import io.sequinmcp.store.Transaction.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of caller tokens. */
final class CallerTokenRows {
    private CallerTokenRows() {}

    static void insert(Transaction tx, CallerToken it) throws SQLException {
        tx.update(
                "insert into caller_token (id, name, role, token, expires_at, created_at, created_by, revision)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                it.id(),
                it.name(),
                it.role().word(),
                it.token().hex(),
                it.expiresAt().orElse(null),
                it.createdAt(),
                it.createdBy(),
                it.revision());
    }

    static void revoke(Transaction tx, CallerToken it) throws SQLException {
        tx.update(
                "update caller_token set revoked_at = ?, revision = ? where id = ?",
                it.revokedAt().orElse(null),
                it.revision(),
                it.id());
    }

    static Optional<CallerToken> find(Transaction tx, String id) throws SQLException {
        return tx.first("select * from caller_token where id = ?", CallerTokenRows::read, id);
    }

    static List<CallerToken> good(Transaction tx) throws SQLException {
        return tx.list("select * from caller_token where revoked_at is null order by name, id", CallerTokenRows::read);
    }

    static List<CallerToken> since(Transaction tx, long revision) throws SQLException {
        return tx.list("select * from caller_token where revision > ?", CallerTokenRows::read, revision);
    }

    private static CallerToken read(Row row) throws SQLException {
        String role = row.text("role");
        return new CallerToken(
                row.text("id"),
                row.text("name"),
                Role.named(role).orElseThrow(() -> new IllegalStateException("a stored role is none: " + role)),
                ConnectorRows.hash(row.text("token")),
                ConnectorRows.instant(row, "expires_at"),
                row.instant("created_at"),
                row.text("created_by"),
                ConnectorRows.instant(row, "revoked_at"),
                row.bigNumber("revision"));
    }
}
