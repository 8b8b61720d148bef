package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.HttpEndpoint;
import io.sequinmcp.sandbox.world.Table;
import io.sequinmcp.sandbox.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a sink's fields in Sequin's order, that is alphabetically, and stops at the first mistake. */
final class SinkParser {
    private static final Set<String> IGNORED = Set.of(
            "id",
            "inserted_at",
            "updated_at",
            "account_id",
            "replication_slot_id",
            "sequence_id",
            "active_backfill",
            "active_backfills",
            "consumer_start",
            "message_kind");
    private static final List<String> SOURCE =
            List.of("include_schemas", "exclude_schemas", "include_tables", "exclude_tables");
    private static final Set<String> SASL = Set.of("plain", "scram_sha_256", "scram_sha_512", "aws_msk_iam");
    private static final Set<String> AUTH = Set.of("api_key", "basic", "bearer");

    private final World world;

    /**
     * What a request asks for.
     *
     * @param settings only what it mentions
     * @param database the database it names
     * @param routing whether it has a {@code routing} key, and then whether that names a function
     */
    record Parsed(ObjectNode settings, Optional<Database> database, Optional<Boolean> routing) {}

    SinkParser(World world) {
        this.world = world;
    }

    Parsed parse(ObjectNode fields) {
        ObjectNode settings = Json.object();
        Map<String, JsonNode> ordered = new TreeMap<>();
        fields.fields().forEachRemaining(field -> ordered.put(field.getKey(), field.getValue()));
        ordered.forEach((name, value) -> read(settings, name, value, fields));
        Optional<Database> database =
                world.databases().byName(fields.path("database").asText());
        Optional<Boolean> routing =
                settings.has("routing") ? Optional.of(settings.path("routing").isTextual()) : Optional.empty();
        return new Parsed(settings, database, routing);
    }

    private void read(ObjectNode settings, String name, JsonNode value, ObjectNode fields) {
        switch (name) {
            case "name", "annotations", "actions", "timestamp_format" -> settings.set(name, value);
            case "status" -> settings.put(name, value.isNull() ? "active" : value.asText());
            case "batch_size" -> settings.set(name, batchSize(value));
            case "database" -> database(fields);
            case "source" -> settings.set(name, source(value, database(fields)));
            case "tables" -> settings.set(name, tables(value, database(fields)));
            case "destination" -> settings.set(name, destination(value));
            case "filter", "transform", "routing", "enrichment" -> settings.put(name, functionId(value));
            case "max_retry_count" -> {
                if (!value.isNull()) {
                    settings.set(name, retries(value));
                }
            }
            case "load_shedding_policy" -> settings.set(name, policy(value));
            case "message_grouping" -> settings.put(name, grouping(value));
            case "initial_backfill" -> InitialBackfill.tables(value, database(fields), fields);
            case "table" -> settings.set("source", source("include_tables", table(value, database(fields))));
            case "schema" -> settings.set("source", source("include_schemas", value.asText()));
            default -> {
                if (!IGNORED.contains(name)) {
                    throw Refusal.invalid("Unknown field: " + name);
                }
            }
        }
    }

    private Database database(ObjectNode fields) {
        return world.databases()
                .byName(fields.path("database").asText())
                .orElseThrow(() -> Refusal.notFound("database"));
    }

    private static JsonNode batchSize(JsonNode value) {
        if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > 1000) {
            throw Refusal.invalid("batch_size must be a positive integer <= 1000");
        }
        return value;
    }

    private static JsonNode retries(JsonNode value) {
        if (!value.isIntegralNumber() || value.asLong() < 0) {
            throw Refusal.invalid("max_retry_count must be a non-negative integer");
        }
        return value;
    }

    private static JsonNode policy(JsonNode value) {
        if (!Set.of("pause_on_full", "discard_on_full").contains(value.asText())) {
            throw Refusal.invalid("load_shedding_policy must be one of: 'pause_on_full', 'discard_on_full'");
        }
        return value;
    }

    private static boolean grouping(JsonNode value) {
        if (!Set.of("true", "false").contains(value.asText())) {
            throw Refusal.invalid("message_grouping must be a boolean");
        }
        return value.asBoolean();
    }

    private @Nullable String functionId(JsonNode value) {
        String name = value.asText();
        if (value.isNull() || name.equals("none")) {
            return null;
        }
        return world.functions()
                .byName(name)
                .orElseThrow(() -> Refusal.invalid("Function '" + name + "' not found."))
                .id();
    }

    static ObjectNode emptySource() {
        ObjectNode source = Json.object();
        SOURCE.forEach(source::putNull);
        return source;
    }

    private static ObjectNode source(String filter, String only) {
        ObjectNode source = emptySource();
        source.putArray(filter).add(only);
        return source;
    }

    private static JsonNode source(JsonNode value, Database database) {
        if (value.isNull()) {
            return value;
        }
        if (!value.isObject()) {
            throw Refusal.crash();
        }
        ObjectNode source = emptySource();
        for (String filter : SOURCE) {
            JsonNode given = value.path(filter);
            if (given.isArray()) {
                ArrayNode entries = source.putArray(filter);
                given.forEach(
                        entry -> entries.add(filter.endsWith("_tables") ? table(entry, database) : entry.asText()));
            } else if (!given.isMissingNode() && !given.isNull()) {
                throw Refusal.crash();
            }
        }
        return source;
    }

    /** The table's full name. */
    private static String table(JsonNode reference, Database database) {
        return find(reference, database).qualifiedName();
    }

    static Table find(JsonNode reference, Database database) {
        if (!reference.isTextual()) {
            throw Refusal.crash();
        }
        return TableReference.of(reference.asText())
                .in(database.knownTables())
                .orElseThrow(() -> Refusal.invalid(
                        "Table '" + reference.asText() + "' not found in database '" + database.name() + "'"));
    }

    private static JsonNode tables(JsonNode value, Database database) {
        ArrayNode tables = Json.array();
        if (value.isNull()) {
            return tables;
        }
        if (!value.isArray()) {
            throw Refusal.invalid("Invalid `tables` attribute: must be a list of maps.");
        }
        for (JsonNode entry : value) {
            if (!entry.path("name").isTextual()) {
                throw Refusal.invalid("Invalid `tables` attribute: missing required `name` key.");
            }
            Table table = find(entry.path("name"), database);
            ArrayNode columns =
                    tables.addObject().put("name", table.qualifiedName()).putArray("group_column_names");
            for (JsonNode column : entry.path("group_column_names")) {
                if (!table.hasColumn(column.asText())) {
                    throw Refusal.invalid("Failed to parse tables: Not found: No `postgres column` found matching the"
                            + " provided ID or name");
                }
                columns.add(column.asText());
            }
        }
        return tables;
    }

    private JsonNode destination(JsonNode value) {
        if (value.isNull()) {
            throw Refusal.invalid("`sink` is required on sink consumers.");
        }
        DestinationType type = DestinationType.of(value.path("type").asText());
        ObjectNode stored = type.stored(value);
        switch (type) {
            case WEBHOOK -> {
                stored.put(
                        "http_endpoint_id",
                        endpoint(value.path("http_endpoint")).id());
                if (value.path("batch").isMissingNode()) {
                    stored.put("batch", true);
                }
            }
            case KAFKA -> sasl(value.path("sasl_mechanism"));
            case ELASTICSEARCH -> {
                if (!AUTH.contains(stored.path("auth_type").asText())) {
                    throw Refusal.crash();
                }
            }
            default -> {}
        }
        return stored;
    }

    private HttpEndpoint endpoint(JsonNode name) {
        return world.endpoints().byName(name.asText()).orElseThrow(() -> Refusal.notFound("http endpoint"));
    }

    private static void sasl(JsonNode mechanism) {
        if (!Names.isBlank(mechanism) && !SASL.contains(mechanism.asText())) {
            throw Refusal.invalid("[sasl_mechanism] Invalid SASL mechanism '" + mechanism.asText()
                    + "'. Must be one of: plain, scram_sha_256, scram_sha_512, aws_msk_iam");
        }
    }
}
