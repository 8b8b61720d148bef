package io.sequinmcp.connectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.store.Transaction;
import io.sequinmcp.store.Transaction.Row;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of accounts. API tokens are encrypted, each for its own account. */
@Singleton
final class AccountRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private final Encryption encryption;

    AccountRows(Encryption encryption) {
        this.encryption = encryption;
    }

    void insert(Transaction tx, StoredAccount it) throws SQLException {
        tx.update(
                "insert into account (name, url, api_token, metrics_url, protected_names, created_at, created_by,"
                        + " updated_at, revision) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                it.name(),
                it.account().url().toString(),
                encryption.encrypt(it.account().apiToken(), place(it.name())),
                it.account().metricsUrl().map(URI::toString).orElse(null),
                json(it.protectedNames()),
                it.createdAt(),
                it.createdBy(),
                it.updatedAt(),
                it.revision());
    }

    void update(Transaction tx, StoredAccount it) throws SQLException {
        tx.update(
                "update account set url = ?, api_token = ?, metrics_url = ?, protected_names = ?, updated_at = ?,"
                        + " deleted_at = ?, revision = ? where name = ?",
                it.account().url().toString(),
                encryption.encrypt(it.account().apiToken(), place(it.name())),
                it.account().metricsUrl().map(URI::toString).orElse(null),
                json(it.protectedNames()),
                it.updatedAt(),
                it.deletedAt().orElse(null),
                it.revision(),
                it.name());
    }

    /** Those deleted too. */
    Optional<StoredAccount> find(Transaction tx, String name) throws SQLException {
        return tx.first("select * from account where name = ?", this::read, name);
    }

    List<StoredAccount> live(Transaction tx) throws SQLException {
        return tx.list("select * from account where deleted_at is null order by name", this::read);
    }

    List<StoredAccount> since(Transaction tx, long revision) throws SQLException {
        return tx.list("select * from account where revision > ?", this::read, revision);
    }

    private StoredAccount read(Row row) throws SQLException {
        String name = row.text("name");
        return new StoredAccount(
                new Account(
                        name,
                        URI.create(row.text("url")),
                        encryption.decrypt(row.text("api_token"), place(name)),
                        Optional.ofNullable(row.textOrNull("metrics_url")).map(URI::create)),
                texts(row.text("protected_names")),
                row.instant("created_at"),
                row.text("created_by"),
                row.instant("updated_at"),
                ConnectorRows.instant(row, "deleted_at"),
                row.bigNumber("revision"));
    }

    private static String place(String name) {
        return "api token of account " + name;
    }

    private static String json(List<String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(String json) {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the protected names of an account can't be read", e);
        }
    }
}
