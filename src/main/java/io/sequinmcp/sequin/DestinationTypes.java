package io.sequinmcp.sequin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sequinmcp.sequin.DestinationType.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of destination Sequin knows, and which fields are secret, read from the description of its API. */
public final class DestinationTypes {
    /** Read on first use: a start-up that needs no destination does not wait for it. */
    private static final class Loaded {
        private static final DestinationTypes TYPES = new DestinationTypes();
    }

    private final Map<String, DestinationType> types = new LinkedHashMap<>();
    private final Set<String> secrets = new HashSet<>();

    private DestinationTypes() {
        JsonNode schemas = ApiDescription.schemas();
        schemas.path("DestinationRequest")
                .path("discriminator")
                .path("mapping")
                .properties()
                .forEach(variant -> types.put(
                        variant.getKey(),
                        type(variant.getKey(), variant.getValue().asText())));
        collectSecrets(schemas);
    }

    /** Every type by its name, in the order of the description. */
    public static Map<String, DestinationType> all() {
        return Collections.unmodifiableMap(Loaded.TYPES.types);
    }

    public static Optional<DestinationType> find(String type) {
        return Optional.ofNullable(Loaded.TYPES.types.get(type));
    }

    /** The type, or INVALID_ARGUMENT with the list: an unknown one would end in a 500 of Sequin's (recording 211). */
    public static DestinationType get(String type) {
        return find(type).orElseThrow(() -> Problem.invalid(
                        "destination.type", "`" + UpstreamText.clean(type) + "` is no type of destination.", names())
                .toException());
    }

    /** The types a sink can have; aliases and what is for Sequin's own tests left out. */
    public static List<String> names() {
        return all().keySet().stream()
                .filter(type -> !type.equals("redis") && !type.equals("benchmark"))
                .toList();
    }

    /** Whether a field of this name holds a secret, in any request or answer. */
    static boolean isSecret(String field) {
        return Loaded.TYPES.secrets.contains(field);
    }

    private DestinationType type(String name, String reference) {
        JsonNode schema = ApiDescription.schema(reference);
        return new DestinationType(
                name,
                schema.path("title").asText(),
                schema.path("description").asText(),
                schema.path("x-routing-required").asBoolean(),
                targets(schema),
                fields(schema),
                Fields.frozen(SequinJson.map(schema.path("example"))));
    }

    private static List<String> targets(JsonNode schema) {
        String targets = schema.path("x-routing-target").asText("");
        return targets.isBlank() ? List.of() : Arrays.asList(targets.split("\\s*,\\s*"));
    }

    private List<Field> fields(JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<Field> fields = new ArrayList<>();
        schema.path("properties").properties().forEach(property -> {
            if (!property.getKey().equals("type")
                    || !schema.path("x-routing-required").isBoolean()) {
                fields.add(field(property.getKey(), property.getValue(), required.contains(property.getKey())));
            }
        });
        return Collections.unmodifiableList(fields);
    }

    private Field field(String name, JsonNode property, boolean required) {
        JsonNode parent = property.path("allOf").path(0).path("$ref");
        JsonNode shape = parent.isTextual() ? ApiDescription.schema(parent.asText()) : property;
        List<String> allowed = new ArrayList<>();
        shape.path("enum").forEach(value -> allowed.add(value.asText()));
        return new Field(
                name,
                shape.path("type").asText("object"),
                property.path("description").asText(),
                required,
                property.path("x-secret").asBoolean(),
                property.has("default") ? SequinJson.MAPPER.convertValue(property.get("default"), Object.class) : null,
                property.path("x-send-default").asBoolean(),
                Collections.unmodifiableList(allowed),
                integer(shape, "minimum"),
                integer(shape, "maximum"),
                integer(shape, "maxLength"),
                shape.hasNonNull("pattern") ? shape.path("pattern").asText() : null,
                shape.path("type").asText().equals("object") ? fields(shape) : List.of());
    }

    private static @Nullable Integer integer(JsonNode schema, String name) {
        return schema.path(name).isInt() ? (Integer) schema.path(name).asInt() : null;
    }

    private void collectSecrets(JsonNode node) {
        node.path("properties").properties().forEach(property -> {
            if (property.getValue().path("x-secret").asBoolean()) {
                secrets.add(property.getKey());
            }
        });
        node.forEach(this::collectSecrets);
    }
}
