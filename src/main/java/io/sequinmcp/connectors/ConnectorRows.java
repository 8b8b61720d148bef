package io.sequinmcp.connectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sequinmcp.store.Transaction;
import io.sequinmcp.store.Transaction.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of connectors. */
final class ConnectorRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConnectorRows() {}

    static void insert(Transaction tx, StoredConnector it) throws SQLException {
        tx.update(
                "insert into connector (id, account, name, settings, token, former_token, former_token_until,"
                        + " expires_at, created_at, created_by, updated_at, revoked_at, revision)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                it.id(),
                it.account(),
                it.name(),
                json(it.settings()),
                it.token().hex(),
                it.formerToken().map(TokenHash::hex).orElse(null),
                it.formerTokenUntil().orElse(null),
                it.expiresAt().orElse(null),
                it.createdAt(),
                it.createdBy(),
                it.updatedAt(),
                it.revokedAt().orElse(null),
                it.revision());
    }

    static void update(Transaction tx, StoredConnector it) throws SQLException {
        tx.update(
                "update connector set name = ?, settings = ?, token = ?, former_token = ?, former_token_until = ?,"
                        + " expires_at = ?, updated_at = ?, revoked_at = ?, revision = ? where id = ?",
                it.name(),
                json(it.settings()),
                it.token().hex(),
                it.formerToken().map(TokenHash::hex).orElse(null),
                it.formerTokenUntil().orElse(null),
                it.expiresAt().orElse(null),
                it.updatedAt(),
                it.revokedAt().orElse(null),
                it.revision(),
                it.id());
    }

    static Optional<StoredConnector> find(Transaction tx, String id) throws SQLException {
        return tx.first("select * from connector where id = ?", ConnectorRows::read, id);
    }

    /** Those not revoked of one account, after a place in the order of names. */
    static List<StoredConnector> page(
            Transaction tx, String account, @Nullable String afterName, @Nullable String afterId, int limit)
            throws SQLException {
        String name = afterName == null ? "" : afterName;
        return tx.list(
                "select * from connector where account = ? and revoked_at is null and (name > ? or name = ? and id > ?)"
                        + " order by name, id limit ?",
                ConnectorRows::read,
                account,
                name,
                name,
                afterId == null ? "" : afterId,
                limit);
    }

    static long count(Transaction tx, String account) throws SQLException {
        return tx.first(
                        "select count(*) as n from connector where account = ? and revoked_at is null",
                        row -> row.bigNumber("n"),
                        account)
                .orElse(0L);
    }

    /** Those not revoked. */
    static List<StoredConnector> good(Transaction tx) throws SQLException {
        return tx.list(
                "select * from connector where revoked_at is null order by account, name, id", ConnectorRows::read);
    }

    static List<StoredConnector> since(Transaction tx, long revision) throws SQLException {
        return tx.list("select * from connector where revision > ?", ConnectorRows::read, revision);
    }

    private static StoredConnector read(Row row) throws SQLException {
        return new StoredConnector(
                row.text("id"),
                row.text("account"),
                row.text("name"),
                settings(row.text("settings")),
                hash(row.text("token")),
                Optional.ofNullable(row.textOrNull("former_token")).map(ConnectorRows::hash),
                instant(row, "former_token_until"),
                instant(row, "expires_at"),
                row.instant("created_at"),
                row.text("created_by"),
                row.instant("updated_at"),
                instant(row, "revoked_at"),
                new StoredConnector.Usage(instant(row, "last_used_at"), row.bigNumber("calls")),
                row.bigNumber("revision"));
    }

    static Optional<Instant> instant(Row row, String column) throws SQLException {
        return Optional.ofNullable(row.instantOrNull(column));
    }

    static TokenHash hash(String hex) {
        return TokenHash.parse(hex).orElseThrow(() -> new IllegalStateException("a stored hash is none"));
    }

    private static String json(ConnectorSettings settings) {
        try {
            return JSON.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConnectorSettings settings(String json) {
        try {
            return JSON.readValue(json, ConnectorSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the settings of a stored connector can't be read", e);
        }
    }
}
