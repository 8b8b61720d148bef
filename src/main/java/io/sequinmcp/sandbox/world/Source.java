package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** Which tables a sink's {@code source} lets through. */
public record Source(JsonNode filters) {
    public boolean covers(Table table) {
        return allowed("include_schemas", "exclude_schemas", table.schema())
                && allowed("include_tables", "exclude_tables", table.qualifiedName());
    }

    /** The tables it names, if it names any. */
    public List<String> includeTables() {
        return texts(filters.path("include_tables"));
    }

    private boolean allowed(String include, String exclude, String value) {
        JsonNode included = filters.path(include);
        return (!included.isArray() || texts(included).contains(value))
                && !texts(filters.path(exclude)).contains(value);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
