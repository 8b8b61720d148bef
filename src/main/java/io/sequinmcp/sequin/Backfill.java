package io.sequinmcp.sequin;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run over the rows of a table that sends each as a {@code read} message.
 *
 * @param sink the name of its sink
 * @param state {@code active}, {@code paused}, {@code completed}, {@code failed} or {@code cancelled}; why it failed is
 *     not in Sequin's API (usually the table has no primary key)
 * @param table as {@code schema.table}; null when Sequin doesn't know the table any more
 * @param rowsInitial rows counted at the start; null until the count is done
 * @param rowsProcessed rows read so far
 * @param rowsIngested rows sent; fewer than processed where a row changed while it was read
 * @param raw all that Sequin sent, fields we don't know included
 */
public record Backfill(
        String id,
        String sink,
        String state,
        @Nullable String table,
        @Nullable Long rowsInitial,
        long rowsProcessed,
        long rowsIngested,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant cancelledAt,
        Map<String, Object> raw) {

    static Backfill of(Map<String, Object> raw) {
        Fields fields = new Fields(raw);
        Long processed = fields.number("rows_processed_count");
        Long ingested = fields.number("rows_ingested_count");
        return new Backfill(
                fields.textOrEmpty("id"),
                fields.textOrEmpty("sink_consumer"),
                fields.textOrEmpty("state"),
                fields.text("table"),
                fields.number("rows_initial_count"),
                processed == null ? 0 : processed,
                ingested == null ? 0 : ingested,
                fields.time("inserted_at"),
                fields.time("completed_at"),
                fields.time("canceled_at"),
                Fields.frozen(raw));
    }

    /** Whether it still holds its table: Sequin runs one backfill per sink and table, active or paused. */
    public boolean isOpen() {
        return state.equals("active") || state.equals("paused");
    }
}
