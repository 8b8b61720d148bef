package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row event: a change from the log, or a row read by a backfill.
 *
 * @param action insert, update, delete or read
 * @param lsn null for a read, which has no place in the log
 * @param index the event's place in its transaction, null for a read
 * @param committedAt when it was committed, or read
 * @param changes an update's previous values, empty without full identity; null for other actions
 * @param key the primary key's values as text
 * @param origin what makes a read's idempotency key: the backfill's id; null for a change
 */
public record Change(
        Table table,
        String action,
        @Nullable Long lsn,
        @Nullable Integer index,
        Instant committedAt,
        ObjectNode row,
        @Nullable ObjectNode changes,
        List<String> key,
        @Nullable String origin)
        implements Serializable {

    static Change read(Table table, ObjectNode row, Instant now, String backfillId) {
        return new Change(table, "read", null, null, now, row, null, table.keyOf(row), backfillId);
    }

    public boolean isRead() {
        return lsn == null;
    }

    /** The same for every delivery of this event (section 8.2). */
    public String idempotencyKey() {
        String source = isRead() ? origin + ":" + String.join(",", key) : lsn + ":" + index;
        return Base64.getEncoder().encodeToString(source.getBytes(StandardCharsets.UTF_8));
    }
}
