package io.sequinmcp.sequin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import jakarta.ws.rs.ext.ContextResolver;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Sequin speaks it. Not set is not sent, since Sequin reads an explicit null as "erase"; numbers keep every
 * digit; fields a newer Sequin adds don't break a read.
 */
final class SequinJson implements ContextResolver<ObjectMapper> {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            // Row data keeps its nulls: a column that is null is not a column that isn't there
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper mapper;

    /** For rows: leaves what is read as it is, and keeps no names, for those within a row are data. */
    SequinJson() {
        this(new SimpleModule(), UnaryOperator.identity());
        mapper.getFactory().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
    }

    /** Reads nothing that stands for a secret of the operator's. */
    SequinJson(SecretEchoes echoes) {
        this(echoes.whileReading(), echoes::hidden);
    }

    private SequinJson(SimpleModule module, UnaryOperator<String> texts) {
        mapper = MAPPER.copy().registerModule(module.addDeserializer(Object.class, new UntypedValues(texts)));
        mapper.getFactory().setStreamReadConstraints(UntypedValues.CONSTRAINTS);
    }

    @Override
    public ObjectMapper getContext(Class<?> type) {
        return mapper;
    }

    /** A JSON object in any form, as a map. */
    static Map<String, Object> map(Object object) {
        return MAPPER.convertValue(object, OBJECT);
    }

    /** How many bytes a value has as JSON. */
    static int size(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value).length;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * A generated request made of these fields.
     *
     * @throws SequinException INVALID_ARGUMENT if a field is of the wrong type
     */
    static <T> T request(Map<String, Object> fields, Class<T> type) {
        try {
            return MAPPER.convertValue(fields, type);
        } catch (IllegalArgumentException e) {
            String field = path(e.getCause());
            throw Problem.invalid(
                            field == null ? "arguments" : field,
                            (field == null ? "An argument" : "`" + field + "`") + " is of the wrong type.",
                            List.of())
                    .toException();
        }
    }

    private static @Nullable String path(@Nullable Throwable cause) {
        if (!(cause instanceof JsonMappingException mapping)) {
            return null;
        }
        String path = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? null : path.replaceFirst("^\\.", "");
    }
}
