package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.connectors.ConnectorSettings;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JSON object of a request, read field by field, so that what is wrong with it can be named. */
final class Body {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private final ObjectNode fields;

    private Body(ObjectNode fields) {
        this.fields = fields;
    }

    /** @param request the fields it may have, one of {@link Requests}; every other one is refused */
    static Body of(@Nullable JsonNode body, Class<? extends Record> request) {
        List<String> known = Stream.of(request.getRecordComponents())
                .map(component -> SNAKE_CASE.translate(component.getName()))
                .toList();
        if (!(body instanceof ObjectNode fields)) {
            throw new AdminRefusal(
                    Reason.INVALID, "The body must be a JSON object with " + String.join(", ", known) + ".");
        }
        List<FieldError> errors = new ArrayList<>();
        fields.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                errors.add(new FieldError(name, "is not known here; there are " + String.join(", ", known)));
            }
        });
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
        return new Body(fields);
    }

    boolean has(String name) {
        return fields.has(name);
    }

    /** Without which there is nothing to do. */
    String required(String name) {
        return text(name).orElseThrow(() -> invalid(List.of(new FieldError(name, "is missing"))));
    }

    /** The text, if it is there and not null. */
    Optional<String> text(String name) {
        JsonNode value = fields.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw invalid(List.of(new FieldError(name, "must be text")));
        }
        return Optional.of(value.textValue());
    }

    Optional<Long> number(String name) {
        JsonNode value = fields.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid(List.of(new FieldError(name, "must be a whole number")));
        }
        return Optional.of(value.longValue());
    }

    @Nullable
    List<String> texts(String name) {
        JsonNode value = fields.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        value.forEach(it -> texts.add(it.isTextual() ? it.textValue() : ""));
        if (!value.isArray() || texts.contains("")) {
            throw invalid(List.of(new FieldError(name, "must be a list of texts")));
        }
        return texts;
    }

    Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw invalid(
                        List.of(new FieldError(name, "must be a time with its offset, such as 2027-01-31T00:00:00Z")));
            }
        });
    }

    /**
     * The settings in {@code config}, laid over others: what is given replaces what was, null takes it away, the rest
     * stays.
     */
    ConnectorSettings settings(ConnectorSettings before) {
        JsonNode config = fields.get("config");
        if (config == null || config.isNull()) {
            return before;
        }
        if (!config.isObject()) {
            throw invalid(List.of(new FieldError("config", "must be an object")));
        }
        ObjectNode merged = JSON.valueToTree(before);
        for (Iterator<Map.Entry<String, JsonNode>> given = config.fields(); given.hasNext(); ) {
            Map.Entry<String, JsonNode> field = given.next();
            merged.set(field.getKey(), field.getValue());
        }
        try {
            return JSON.treeToValue(merged, ConnectorSettings.class);
        } catch (JsonProcessingException e) {
            throw invalid(List.of(new FieldError(path(e), reason(e))));
        }
    }

    private static String path(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .filter(step -> step.getFieldName() != null)
                        .map(step -> "." + step.getFieldName())
                        .collect(Collectors.joining())
                : "";
        return "config" + path;
    }

    private static String reason(JsonProcessingException e) {
        return e instanceof UnrecognizedPropertyException unknown
                ? "is not known here; there are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "))
                : "is of the wrong type";
    }

    private static AdminRefusal invalid(List<FieldError> errors) {
        return new AdminRefusal(Reason.INVALID, "Some fields are not as they must be.", errors);
    }

    /** All of it, to tell one request from another. */
    @Override
    public String toString() {
        return fields.toString();
    }
}
