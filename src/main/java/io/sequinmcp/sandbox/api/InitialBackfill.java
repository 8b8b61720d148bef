package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Table;
import java.util.ArrayList;
import java.util.List;

/** The field {@code initial_backfill}: checked everywhere, but it does something only in YAML (section 6.2). */
final class InitialBackfill {
    private InitialBackfill() {}

    /** The tables to backfill. */
    static List<Table> tables(JsonNode value, Database database, ObjectNode sink) {
        if (value.isMissingNode() || value.isNull() || (value.isBoolean() && !value.asBoolean())) {
            return List.of();
        }
        if (value.isBoolean()) {
            return covered(database, sink);
        }
        if (!value.isArray()) {
            throw Refusal.invalid("initial_backfill must be true, false, or a list of table configurations");
        }
        List<Table> tables = new ArrayList<>();
        value.forEach(entry -> tables.add(entry(entry, database)));
        return tables;
    }

    private static List<Table> covered(Database database, ObjectNode sink) {
        JsonNode source = sink.path("source");
        if (sink.path("table").isTextual()) {
            return List.of(SinkParser.find(sink.path("table"), database));
        }
        if (source.path("include_tables").isArray()) {
            List<Table> tables = new ArrayList<>();
            source.path("include_tables").forEach(name -> tables.add(SinkParser.find(name, database)));
            return tables;
        }
        JsonNode schemas = source.path("include_schemas");
        return database.knownTables().stream()
                .filter(table -> !schemas.isArray() || contains(schemas, table.schema()))
                .toList();
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode entry : array) {
            if (entry.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static Table entry(JsonNode entry, Database database) {
        if (!entry.isObject()) {
            throw Refusal.invalid("initial_backfill entries must be objects with 'table' field");
        }
        if (!entry.has("table")) {
            throw Refusal.invalid("initial_backfill table configuration requires 'table' field");
        }
        Table table = SinkParser.find(entry.path("table"), database);
        String type = entry.path("type").asText("full");
        switch (type) {
            case "full" -> {}
            case "partial" -> partial(entry, table);
            default -> throw Refusal.invalid("initial_backfill type must be 'full' or 'partial', got: " + type);
        }
        return table;
    }

    private static void partial(JsonNode entry, Table table) {
        for (String field : List.of("sort_column", "start_position")) {
            if (Names.isBlank(entry.path(field))) {
                throw Refusal.invalid("partial backfill requires '" + field + "' field");
            }
        }
        String column = entry.path("sort_column").asText();
        if (!table.hasColumn(column)) {
            throw Refusal.invalid("Column '" + column + "' not found in table '" + table.qualifiedName() + "'");
        }
    }
}
