package io.sequinmcp.sandbox.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A request that passed all checks.
 *
 * @param path the path's own parameters, decoded
 * @param query the query's parameters
 * @param fields query and body in one, the body wins: Sequin can't tell them apart (section 1.1)
 */
public record Call(Map<String, String> path, Map<String, String> query, ObjectNode fields) {
    public String path(String name) {
        return path.getOrDefault(name, "");
    }

    /** True when the query says exactly {@code true}. */
    public boolean asks(String name) {
        return "true".equals(query.get(name));
    }

    public JsonNode field(String name) {
        return fields.path(name);
    }
}
