package io.sequinmcp.sequin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which version of Sequin a request needs, as the API description has it: an older server answers 404 to operations it
 * has not, and refuses fields, kinds of destination and states it doesn't know with a 422 or a 500.
 *
 * @param operation the version that brought the operation; null when the description doesn't say
 * @param parts what was sent and came later than the operation, by public name, such as {@code enrichment}
 */
record Needs(@Nullable SequinVersion operation, Map<String, SequinVersion> parts) {
    static final Needs NOTHING = new Needs(null, Map.of());

    private static final String SINCE = "x-since";
    private static final String VALUES_SINCE = "x-values-since";

    Needs {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** Operations by their id, which is also the name of their method in the generated client. */
    private static final class Loaded {
        private static final Map<String, JsonNode> OPERATIONS = operations();

        private static Map<String, JsonNode> operations() {
            Map<String, JsonNode> operations = new HashMap<>();
            ApiDescription.paths()
                    .forEach(path -> path.forEach(operation -> {
                        if (operation.has("operationId")) {
                            operations.put(operation.get("operationId").asText(), operation);
                        }
                    }));
            return operations;
        }
    }

    /**
     * @param operationId as in the description; of one that isn't there nothing is known
     * @param sent the body of the request, if it had one
     */
    static Needs of(String operationId, @Nullable Object sent) {
        JsonNode operation = Loaded.OPERATIONS.get(operationId);
        if (operation == null) {
            return NOTHING;
        }
        Map<String, SequinVersion> parts = new LinkedHashMap<>();
        if (sent != null) {
            JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
            collect("", schema, SequinJson.MAPPER.valueToTree(sent), parts);
        }
        return new Needs(since(operation).orElse(null), parts);
    }

    /** What a server of this version doesn't know of what was sent, with the version that brought it. */
    List<String> missing(SequinVersion server) {
        List<String> missing = new ArrayList<>();
        parts.forEach((part, since) -> {
            if (server.isBefore(since)) {
                missing.add("`" + part + "` (since " + since + ")");
            }
        });
        return missing;
    }

    private static void collect(String path, JsonNode schema, JsonNode value, Map<String, SequinVersion> parts) {
        if (value.isNull() || value.isMissingNode() || schema.isMissingNode()) {
            return;
        }
        since(schema).ifPresent(since -> parts.putIfAbsent(path, since));
        if (value.isTextual()) {
            SequinVersion.parse(
                            schema.path(VALUES_SINCE).path(value.textValue()).asText())
                    .ifPresent(since -> parts.put(path + ": " + value.textValue(), since));
        }
        if (schema.path("$ref").isTextual()) {
            collect(path, ApiDescription.schema(schema.get("$ref").textValue()), value, parts);
        }
        schema.path("allOf").forEach(part -> collect(path, part, value, parts));
        JsonNode discriminator = schema.path("discriminator");
        String type = value.path(discriminator.path("propertyName").asText()).asText();
        String variant = discriminator.path("mapping").path(type).asText();
        if (!variant.isEmpty()) {
            JsonNode kind = ApiDescription.schema(variant);
            since(kind).ifPresent(since -> parts.put(path + ".type: " + type, since));
            kind.path("properties")
                    .properties()
                    .forEach(property -> field(path, property.getKey(), property.getValue(), value, parts));
        }
        schema.path("properties")
                .properties()
                .forEach(property -> field(path, property.getKey(), property.getValue(), value, parts));
    }

    private static void field(
            String path, String name, JsonNode schema, JsonNode value, Map<String, SequinVersion> parts) {
        collect(path.isEmpty() ? name : path + "." + name, schema, value.path(name), parts);
    }

    private static Optional<SequinVersion> since(JsonNode node) {
        return SequinVersion.parse(node.path(SINCE).asText());
    }
}
