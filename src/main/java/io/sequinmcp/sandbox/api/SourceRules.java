package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import java.util.Map;

/** What a sink's {@code source} must be, under the names Sequin complains with (section 6.2, recording 216). */
final class SourceRules {
    private static final Map<String, String> INTERNAL = Map.of(
            "include_schemas", "include_schemas",
            "exclude_schemas", "exclude_schemas",
            "include_tables", "include_table_oids",
            "exclude_tables", "exclude_table_oids");

    private SourceRules() {}

    static ObjectNode complaints(JsonNode source) {
        ObjectNode errors = Json.object();
        if (source.isNull()) {
            errors.put("source", Names.BLANK);
            return errors;
        }
        exclusive(errors, source, "include_schemas", "exclude_schemas");
        exclusive(errors, source, "include_tables", "exclude_tables");
        INTERNAL.forEach((field, internal) -> {
            JsonNode value = source.path(field);
            if (value.isArray() && value.isEmpty()) {
                errors.putArray(internal).add("should have at least 1 item(s)");
            }
        });
        return errors;
    }

    private static void exclusive(ObjectNode errors, JsonNode source, String include, String exclude) {
        if (source.path(include).isArray() && source.path(exclude).isArray()) {
            errors.putArray(INTERNAL.getOrDefault(exclude, exclude))
                    .add("cannot be set when " + INTERNAL.get(include) + " is set");
        }
    }
}
