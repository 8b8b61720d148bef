package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Retention;
import io.sequinmcp.sandbox.world.Table;
import io.sequinmcp.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Change retentions, which exist in YAML only (section 9.2). */
final class RetentionLoader {
    private static final List<String> REQUIRED = List.of(
            "source_database",
            "source_table_schema",
            "source_table_name",
            "destination_database",
            "destination_table_schema",
            "destination_table_name");
    private static final Set<String> OPERATORS = Set.of(
            "=",
            "==",
            "!=",
            ">",
            "<",
            ">=",
            "<=",
            "in",
            "not in",
            "is null",
            "is not null",
            "not null",
            "not_in",
            "is_null",
            "is_not_null",
            "not_null");

    private final World world;

    RetentionLoader(World world) {
        this.world = world;
    }

    void load(ObjectNode attributes) {
        if (!attributes.has("name")) {
            throw Refusal.badRequest("`name` is required to setup change retention");
        }
        String name = ConfigLoader.name(attributes, "`name` is required on each wal_pipeline.");
        if (!REQUIRED.stream().allMatch(attributes::has)) {
            throw Refusal.crash();
        }
        Optional<Retention> existing = world.retentions().byName(name);
        try {
            Retention retention = read(attributes, name, existing);
            existing.ifPresentOrElse(old -> world.retentions().replace(old, retention), () -> world.retentions()
                    .add(retention));
        } catch (Refusal refusal) {
            String verb = existing.isPresent() ? "updating" : "setting up";
            throw Refusal.badRequest("Error " + verb + " change retention '" + name + "': " + refusal.text());
        }
    }

    private Retention read(ObjectNode attributes, String name, Optional<Retention> existing) {
        Database source = database(attributes, "source_database");
        Database destination = database(attributes, "destination_database");
        Table destinationTable = table(attributes, destination, "destination");
        Table sourceTable = table(attributes, source, "source");
        return new Retention(
                existing.map(Retention::id).orElseGet(() -> world.ids().next()),
                name,
                source.id(),
                sourceTable,
                destination.id(),
                destinationTable,
                actions(attributes.path("actions")),
                filters(attributes.path("filters"), sourceTable),
                existing.map(Retention::sequence).orElseGet(world::nextSequence),
                attributes.path("status").asText("active"));
    }

    private Database database(ObjectNode attributes, String field) {
        return world.databases()
                .byName(attributes.path(field).asText())
                .orElseThrow(() -> Refusal.notFound("database"));
    }

    private static Table table(ObjectNode attributes, Database database, String end) {
        return new TableReference(
                        attributes.path(end + "_table_schema").asText(),
                        attributes.path(end + "_table_name").asText())
                .in(database.knownTables())
                .orElseThrow(() -> Refusal.notFound("table"));
    }

    private static List<String> actions(JsonNode actions) {
        if (!actions.isArray()) {
            return List.of("insert", "update", "delete");
        }
        List<String> texts = new ArrayList<>();
        actions.forEach(action -> texts.add(action.asText()));
        return List.copyOf(texts);
    }

    private static ArrayNode filters(JsonNode filters, Table table) {
        ArrayNode stored = Json.array();
        if (filters.isMissingNode() || filters.isNull()) {
            return stored;
        }
        if (!filters.isArray()) {
            throw Refusal.badRequest("`filters` must be a list");
        }
        for (JsonNode filter : filters) {
            String column = filter.path("column_name").asText();
            if (!table.hasColumn(column)) {
                throw Refusal.badRequest("Column '" + column + "' not found in table '" + table.name() + "'");
            }
            String operator = filter.path("operator").asText();
            if (!OPERATORS.contains(operator)) {
                throw Refusal.badRequest("Invalid operator: " + operator);
            }
            stored.addObject()
                    .put("column_name", column)
                    .put("operator", operator)
                    .set("comparison_value", filter.path("comparison_value"));
        }
        return stored;
    }
}
