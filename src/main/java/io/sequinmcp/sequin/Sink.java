package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    static Sink of(Map<String, Object> raw) {
        Fields fields = new Fields(raw);
        Fields health = fields.object("health");
        Integer batchSize = fields.integer("batch_size");
        return new Sink(
                fields.textOrEmpty("id"),
                fields.textOrEmpty("name"),
                fields.textOrEmpty("database"),
                fields.textOrEmpty("status"),
                health == null ? null : SinkHealth.of(health),
                batchSize == null ? 0 : batchSize,
                fields.text("load_shedding_policy"),
                fields.integer("max_retry_count"),
                source(fields),
                fields.texts("actions"),
                fields.map("destination"),
                function(fields, "filter"),
                function(fields, "transform"),
                function(fields, "routing"),
                function(fields, "enrichment"),
                activeBackfills(fields),
                fields.map("annotations"),
                Fields.frozen(raw));
    }

    /** Whether it was made of one table rather than of a source, as sinks were before 0.10.0. */
    boolean isOfOneTable() {
        return raw.get("source") == null && raw.get("table") instanceof String;
    }

    /** Before 0.10.0 a sink took one table, or one schema. */
    private static Source source(Fields fields) {
        Fields source = fields.object("source");
        String table = fields.text("table");
        String schema = fields.text("schema");
        if (source != null || (table == null && schema == null)) {
            return Source.of(source);
        }
        return table == null
                ? new Source(List.of(), List.of(String.valueOf(schema)), List.of(), List.of())
                : new Source(List.of(table), List.of(), List.of(), List.of());
    }

    /** Before 0.8.20 a sink had one at most. */
    private static List<Backfill> activeBackfills(Fields fields) {
        Fields only = fields.object("active_backfill");
        return Stream.concat(fields.objects("active_backfills").stream(), Stream.ofNullable(only))
                .map(backfill -> Backfill.of(backfill.values()))
                .toList();
    }

    private static String function(Fields fields, String name) {
        String function = fields.text(name);
        return function == null ? "none" : function;
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
