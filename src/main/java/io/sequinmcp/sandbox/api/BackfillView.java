package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Backfill;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.Stamp;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A backfill as the API shows it (section 7.1). */
final class BackfillView {
    private BackfillView() {}

    static ObjectNode of(Sink sink, Backfill backfill) {
        return Json.object()
                .put("id", backfill.id())
                .put("table", backfill.table().qualifiedName())
                .put("state", backfill.state())
                .put("inserted_at", Stamp.seconds(backfill.insertedAt()))
                .put("updated_at", Stamp.seconds(backfill.updatedAt()))
                .put("completed_at", micros(backfill.completedAt()))
                .putNull("sort_column")
                .put("rows_processed_count", backfill.processedRows())
                .put("rows_initial_count", backfill.initialRows())
                .put("rows_ingested_count", backfill.ingestedRows())
                .put("canceled_at", micros(backfill.canceledAt()))
                .put("sink_consumer", sink.name());
    }

    static ArrayNode of(Sink sink, Collection<Backfill> backfills) {
        ArrayNode views = Json.array();
        backfills.forEach(backfill -> views.add(of(sink, backfill)));
        return views;
    }

    private static @Nullable String micros(@Nullable Instant time) {
        return time == null ? null : Stamp.wholeMicros(time);
    }
}
