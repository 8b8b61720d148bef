package io.sequinmcp.sequin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Things to test rules on; most of them were recorded. */
final class Samples {
    private Samples() {}

    static Sink sink(int recording) {
        return sink(SequinJson.map(Recording.number(recording).body()));
    }

    /** As Sequin sent it. */
    static Sink sink(Map<String, Object> fields) {
        return Sink.of(SequinJson.request(fields, io.sequinmcp.sequin.generated.model.Sink.class));
    }

    static Sink sink(String name, Source source, Map<String, Object> destination) {
        return sink(fields(
                "id",
                "11111111-1111-4111-8111-111111111111",
                "name",
                name,
                "database",
                "shop",
                "status",
                "active",
                "source",
                fields(
                        "include_tables", source.includeTables(),
                        "include_schemas", source.includeSchemas(),
                        "exclude_tables", source.excludeTables(),
                        "exclude_schemas", source.excludeSchemas()),
                "destination",
                destination,
                "routing",
                "none",
                "batch_size",
                1));
    }

    static Sink sink(Source source) {
        return sink("orders-stream", source, Map.of("type", "sequin_stream"));
    }

    static Backfill backfill(String id, String table, String state) {
        return Backfill.of(fields("id", id, "table", table, "state", state, "sink_consumer", "orders-stream"));
    }

    static Database database(int recording) {
        return Database.of(SequinJson.map(Recording.number(recording).body()));
    }

    static HttpEndpoint endpoint(int recording) {
        return HttpEndpoint.of(SequinJson.map(Recording.number(recording).body()));
    }

    /** Names and values, one after the other; values may be null. */
    static Map<String, Object> fields(@Nullable Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }

    /** Settings of a sink by the names of the parameters. */
    static SinkSettings settings(@Nullable Object... namesAndValues) {
        Map<String, Object> given = fields(namesAndValues);
        Fields fields = new Fields(given);
        return new SinkSettings(
                fields.text("name"),
                fields.text("database"),
                given.containsKey("destination") ? fields.map("destination") : null,
                given.get("source") instanceof Source source ? SourceSettings.of(source) : null,
                given.containsKey("tables")
                        ? fields.objects("tables").stream().map(Fields::values).toList()
                        : null,
                given.containsKey("actions") ? fields.texts("actions") : null,
                fields.integer("batch_size"),
                fields.text("status"),
                fields.text("filter"),
                fields.text("transform"),
                fields.text("routing"),
                fields.text("enrichment"),
                fields.map("options"));
    }

    static Source tables(String... tables) {
        return new Source(List.of(tables), List.of(), List.of(), List.of());
    }

    static Source schemas(String... schemas) {
        return new Source(List.of(), List.of(schemas), List.of(), List.of());
    }

    /** Settings of a database by the names of the parameters. */
    static DatabaseSettings database(@Nullable Object... namesAndValues) {
        Fields fields = new Fields(fields(namesAndValues));
        return new DatabaseSettings(
                fields.text("name"),
                fields.text("url"),
                fields.text("hostname"),
                fields.integer("port"),
                fields.text("database"),
                fields.text("username"),
                fields.text("password"),
                fields.values().get("ssl") instanceof Boolean ssl ? ssl : null,
                null,
                null,
                fields.text("slot_name"),
                fields.text("publication_name"),
                fields.text("slot_status"),
                fields.values().containsKey("primary") ? fields.map("primary") : null,
                null);
    }
}
