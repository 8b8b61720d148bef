package io.sequinmcp.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in words what the schema of an argument demands. */
final class Expectation {
    private final JsonObject schema;

    private Expectation(JsonObject schema) {
        this.schema = schema;
    }

    static Expectation of(JsonObject schema) {
        return new Expectation(schema);
    }

    /** The values it may have, if they can be listed. */
    List<String> values() {
        JsonArray values = schema.getJsonArray("enum");
        return values == null ? List.of() : values.stream().map(String::valueOf).toList();
    }

    /** Such as {@code an integer from 1 to 10}. */
    String inWords() {
        if (!values().isEmpty()) {
            return "one of " + String.join(", ", values());
        }
        return switch (schema.getString("type", "")) {
            case "integer" -> "an integer" + range("minimum", "maximum", "");
            case "number" -> "a number" + range("minimum", "maximum", "");
            case "boolean" -> "true or false";
            case "string" -> "a string" + range("minLength", "maxLength", " characters") + form();
            case "array" -> "a list" + range("minItems", "maxItems", " items");
            case "object" -> "an object";
            default -> "a JSON value";
        };
    }

    private String form() {
        String pattern = schema.getString("pattern");
        return pattern == null ? "" : " that matches " + pattern;
    }

    private String range(String from, String to, String unit) {
        @Nullable Object least = schema.getValue(from);
        @Nullable Object most = schema.getValue(to);
        String of = unit.isEmpty() ? " " : " of ";
        if (least != null && most != null) {
            return (unit.isEmpty() ? " from " : of) + least + " to " + most + unit;
        }
        if (least != null) {
            return of + "at least " + least + unit;
        }
        return most == null ? "" : of + "at most " + most + unit;
    }
}
