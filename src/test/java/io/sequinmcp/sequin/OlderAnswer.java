package io.sequinmcp.sequin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A recorded answer as an older Sequin gives it: without what the API description says came later. */
final class OlderAnswer {
    private final SequinVersion version;

    OlderAnswer(SequinVersion version) {
        this.version = version;
    }

    StubSequin.Reply of(Recording recording, String schema) {
        JsonNode body = recording.body().deepCopy();
        trim(ApiDescription.schema(schema), body);
        return StubSequin.json(recording.status(), body.toString());
    }

    private void trim(JsonNode schema, JsonNode value) {
        if (schema.path("$ref").isTextual()) {
            trim(ApiDescription.schema(schema.get("$ref").textValue()), value);
        }
        schema.path("allOf").forEach(part -> trim(part, value));
        schema.path("oneOf").forEach(variant -> trim(variant, value));
        value.forEach(item -> trim(schema.path("items"), item));
        schema.path("properties").properties().forEach(property -> {
            if (value instanceof ObjectNode object && isLater(property.getValue())) {
                object.remove(property.getKey());
            }
            trim(property.getValue(), value.path(property.getKey()));
        });
    }

    private boolean isLater(JsonNode property) {
        return SequinVersion.parse(property.path("x-since").asText())
                .filter(version::isBefore)
                .isPresent();
    }

    /** Sinks before 0.10.0 were of a table, and before 0.8.20 had one backfill under way at most. */
    static String withOneTable(JsonNode sink) {
        ObjectNode old = sink.deepCopy();
        old.set("table", sink.at("/source/include_tables/0"));
        ObjectNode backfill = sink.at("/active_backfills/0").deepCopy();
        old.set("active_backfill", backfill.without("table"));
        return old.without(List.of("source", "tables", "active_backfills")).toString();
    }
}
