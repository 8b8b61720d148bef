package io.sequinmcp.sequin;

import io.sequinmcp.sequin.generated.model.SinkSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sink as Sequin shows it. Status, types and policies are open sets: newer servers may have others.
 *
 * @param database the name of its database
 * @param status {@code active}, {@code paused} or {@code disabled}
 * @param health null right after a write, and while Sequin's Redis is down
 * @param batchSize messages per delivery; 0 when the server doesn't say
 * @param destination as Sequin sent it, secrets masked; its {@code type} says what else it has
 * @param filter the name of a function or {@code none}; the same for transform, routing and enrichment
 * @param activeBackfills those that are active or paused
 * @param raw all that Sequin sent, fields we don't know included, secrets masked
 */
public record Sink(
        String id,
        String name,
        String database,
        String status,
        @Nullable SinkHealth health,
        int batchSize,
        @Nullable String loadSheddingPolicy,
        @Nullable Integer maxRetryCount,
        Source source,
        List<String> actions,
        Map<String, Object> destination,
        String filter,
        String transform,
        String routing,
        String enrichment,
        List<Backfill> activeBackfills,
        Map<String, Object> annotations,
        Map<String, Object> raw) {

    /** The type of a sink that is read by receive, ack and nack. */
    public static final String STREAM_TYPE = "sequin_stream";

    /** Lists are long and few look at all of a sink: what is seldom asked for is made when it is. */
    static Sink of(io.sequinmcp.sequin.generated.model.Sink sink) {
        Fields older = new Fields(sink.getAdditionalProperties());
        return new Sink(
                Fields.orEmpty(sink.getId()),
                Fields.orEmpty(sink.getName()),
                Fields.orEmpty(sink.getDatabase()),
                Fields.orEmpty(sink.getStatus()),
                sink.getHealth() == null ? null : SinkHealth.of(sink.getHealth()),
                sink.getBatchSize() == null ? 0 : sink.getBatchSize(),
                sink.getLoadSheddingPolicy(),
                sink.getMaxRetryCount(),
                source(sink.getSource(), older),
                Fields.texts(sink.getActions()),
                sink.getDestination() instanceof WithFields destination ? masked(destination.fields()) : Map.of(),
                function(sink.getFilter()),
                function(sink.getTransform()),
                function(sink.getRouting()),
                function(sink.getEnrichment()),
                activeBackfills(sink.getActiveBackfills(), older),
                sink.getAnnotations() == null ? Map.of() : masked(sink.getAnnotations()),
                new MapOnDemand(() -> masked(sink.fields())));
    }

    /** @param fields that nobody changes any more */
    private static Map<String, Object> masked(Map<String, Object> fields) {
        return Collections.unmodifiableMap(Secrets.mask(fields));
    }

    /** Whether it was made of one table rather than of a source, as sinks were before 0.10.0. */
    boolean isOfOneTable() {
        return raw.get("source") == null && raw.get("table") instanceof String;
    }

    /** Before 0.10.0 a sink took one table, or one schema. */
    private static Source source(@Nullable SinkSource source, Fields older) {
        String table = older.text("table");
        String schema = older.text("schema");
        if (source != null || (table == null && schema == null)) {
            return Source.of(source);
        }
        return table == null
                ? new Source(List.of(), List.of(String.valueOf(schema)), List.of(), List.of())
                : new Source(List.of(table), List.of(), List.of(), List.of());
    }

    /** Before 0.8.20 a sink had one at most. */
    private static List<Backfill> activeBackfills(@Nullable List<? extends WithFields> active, Fields older) {
        List<Backfill> backfills = new ArrayList<>(0);
        if (active != null) {
            for (WithFields backfill : active) {
                if (backfill != null) {
                    backfills.add(Backfill.of(masked(backfill.fields())));
                }
            }
        }
        Fields only = older.object("active_backfill");
        if (only != null) {
            backfills.add(Backfill.of(masked(only.values())));
        }
        return Collections.unmodifiableList(backfills);
    }

    private static String function(@Nullable String name) {
        return name == null ? "none" : name;
    }

    /** Such as {@code kafka} or {@code webhook}. */
    public String destinationType() {
        return new Fields(destination).textOrEmpty("type");
    }

    /** Whether it is a pull consumer, read by receive, ack and nack. */
    public boolean isStream() {
        return destinationType().equals(STREAM_TYPE);
    }

    /** The name of the HTTP endpoint it delivers to, if it is a webhook. */
    public @Nullable String httpEndpoint() {
        return new Fields(destination).text("http_endpoint");
    }
}
