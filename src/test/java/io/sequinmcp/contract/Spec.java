package io.sequinmcp.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The description as it is written. */
final class Spec {
    static final Path FILE = Path.of("openapi-spec/sequin.yaml");

    static final JsonNode ROOT = read();

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");

    private Spec() {}

    record Operation(String path, String method, JsonNode node) {
        String id() {
            return node.path("operationId").asText();
        }

        private boolean serves(Recording.Request request) {
            return request.method().equalsIgnoreCase(method)
                    && request.uri().getPath().matches(path.replaceAll("\\{[^}]+}", "[^/]+") + "/?");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Operation> operations() {
        return ROOT.get("paths").properties().stream().flatMap(path -> path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .map(method -> new Operation(path.getKey(), method.getKey(), method.getValue())));
    }

    /** The operation that was asked for; empty if none is described. */
    static Optional<Operation> operationOf(Recording recording) {
        return operations()
                .filter(operation -> operation.serves(recording.request()))
                .findFirst();
    }

    static Set<Map.Entry<String, JsonNode>> schemas() {
        return ROOT.at("/components/schemas").properties();
    }

    /** A property of a schema, however deep. */
    record Property(String path, JsonNode node) {
        @Override
        public String toString() {
            return path;
        }
    }

    static List<Property> properties() {
        List<Property> found = new ArrayList<>();
        schemas().forEach(schema -> collect(schema.getKey(), schema.getValue(), found));
        return found;
    }

    private static void collect(String path, JsonNode schema, List<Property> found) {
        if (schema.isMissingNode()) {
            return;
        }
        schema.path("properties").properties().forEach(property -> {
            found.add(new Property(path + "." + property.getKey(), property.getValue()));
            collect(path + "." + property.getKey(), property.getValue(), found);
        });
        collect(path + "[]", schema.path("items"), found);
        for (String union : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(union).forEach(variant -> collect(path, variant, found));
        }
    }

    /** The schema a reference points to, or the node itself. */
    static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? ROOT.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** The description with the known values of open enumerations as the only ones. */
    static JsonNode withClosedEnumerations() {
        JsonNode closed = ROOT.deepCopy();
        closed.findParents("x-known-values")
                .forEach(schema -> ((ObjectNode) schema).set("enum", schema.get("x-known-values")));
        return closed;
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
