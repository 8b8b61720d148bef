package io.sequinmcp.connectors;

import io.quarkus.runtime.util.HashUtil;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The key under which someone asks for something to be made, so that asking again makes no second one.
 *
 * @param principal who asks: a key is theirs alone
 * @param key what they chose
 * @param request all that was asked for
 */
public record Idempotency(String principal, String key, String request) {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int LONGEST = 255;

    /** @throws AdminRefusal if the key is too long */
    public Idempotency {
        if (key.isBlank() || key.length() > LONGEST) {
            throw AdminRefusal.invalid("Idempotency-Key", "must have 1 to %d characters".formatted(LONGEST));
        }
    }

    /** The id of what was made under this key before, if anything was. */
    Optional<String> made(Transaction tx) throws SQLException {
        record Row(String fingerprint, String made) {}
        Optional<Row> row = tx.first(
                "select fingerprint, made from idempotency where principal = ? and request_key = ?",
                it -> new Row(it.text("fingerprint"), it.text("made")),
                principal,
                key);
        if (row.isPresent() && !row.get().fingerprint().equals(fingerprint())) {
            throw new AdminRefusal(
                    Reason.CONFLICT, "This Idempotency-Key was used for another request; take a new one.");
        }
        return row.map(Row::made);
    }

    void remember(Transaction tx, String id, Instant now) throws SQLException {
        tx.update("delete from idempotency where made_at < ?", now.minus(KEPT));
        tx.update(
                "insert into idempotency (principal, request_key, fingerprint, made, made_at) values (?, ?, ?, ?, ?)",
                principal,
                key,
                fingerprint(),
                id,
                now);
    }

    private String fingerprint() {
        return HashUtil.sha256(request);
    }
}
