package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a stream, leased until it is acked, nacked or its lease runs out.
 *
 * @param ackId a lower-case UUID; the same again when the message is redelivered, but a new one after a restart of the
 *     slot, where only the idempotency key tells
 * @param data what the sink's transform made of the change: usually an object of record, changes, action and metadata,
 *     but it may be any JSON value. Row data: written by whoever writes to the database
 */
public record Message(String ackId, @Nullable Object data) {
    /** Stands in the data for what is nested more levels than are read. */
    public static final String DEEPER = UntypedValues.DEEPER;

    static Message of(Fields fields) {
        return new Message(fields.textOrEmpty("ack_id"), fields.values().get("data"));
    }

    /**
     * {@code insert}, {@code update}, {@code delete}, or {@code read} in a backfill; null when a transform hides it.
     */
    public @Nullable String action() {
        return whole().text("action");
    }

    /** The row after the change, or the old row of a delete; null when a transform hides it. */
    public @Nullable Map<String, Object> record() {
        Fields record = whole().object("record");
        return record == null ? null : record.values();
    }

    /** Previous values of the changed columns of an update; empty unless the table's replica identity is full. */
    public @Nullable Map<String, Object> changes() {
        Fields changes = whole().object("changes");
        return changes == null ? null : changes.values();
    }

    /** As {@code schema.table}; null when a transform hides it. */
    public @Nullable String table() {
        String schema = metadata().text("table_schema");
        String table = metadata().text("table_name");
        return schema == null || table == null ? table : schema + "." + table;
    }

    /** The values of the primary key, as text; empty on servers before 0.11 and when a transform hides them. */
    public List<String> primaryKeys() {
        return metadata().texts("record_pks");
    }

    /** Stable across redelivery, also where the ack id is not; null when a transform hides it. */
    public @Nullable String idempotencyKey() {
        return metadata().text("idempotency_key");
    }

    private Fields metadata() {
        Fields metadata = whole().object("metadata");
        return metadata == null ? new Fields(Map.of()) : metadata;
    }

    private Fields whole() {
        return data instanceof Map<?, ?> map ? new Fields(Fields.typed(map)) : new Fields(Map.of());
    }
}
