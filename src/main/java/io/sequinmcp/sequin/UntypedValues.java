package io.sequinmcp.sequin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what no type describes, such as a row or the annotations of a sink, down to a depth that everything here can
 * walk through and write again. What is deeper is left out and a sentence stands for it, so that no row keeps the
 * messages beside it from being read, nor itself from being acked.
 */
final class UntypedValues extends StdDeserializer<Object> {
    private static final long serialVersionUID = 1L;

    /** Levels that are kept; people nest some ten. Whatever walks down a value may take some frames a level. */
    static final int DEEPEST = 100;

    /** Stands for what is deeper. */
    static final String DEEPER = "… (more than " + DEEPEST + " levels)";

    /**
     * Levels of an answer that are read at all: more than the stack of a Postgres lets it store. Those that are left
     * out take no stack, but some bytes each while they are passed. What else is long in a row is bounded by the whole
     * answer alone, see {@link AnswerLimit}.
     */
    static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.defaults()
            .rebuild()
            .maxNestingDepth(100_000)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    /**
     * Characters of a number that is read as one. A longer one is a text of its digits: to calculate with it would take
     * seconds, and a {@code jsonb} may have 130,000.
     */
    static final int LONGEST_NUMBER = 1_000;

    /** An exponent of more digits is beyond what a number can have here. */
    private static final int LONGEST_EXPONENT = 9;

    private static final int LONGEST_NAME = 50_000;
    private static final int SHORT_NAME = 1_000;

    private final transient UnaryOperator<String> texts;

    /** @param texts what becomes of each text */
    UntypedValues(UnaryOperator<String> texts) {
        super(Object.class);
        this.texts = texts;
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return value(parser, context, 1);
    }

    private @Nullable Object value(JsonParser parser, DeserializationContext context, int level) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> level > DEEPEST ? left(parser) : object(parser, context, level);
            case START_ARRAY -> level > DEEPEST ? left(parser) : list(parser, context, level);
            case VALUE_STRING -> texts.apply(parser.getText());
            case VALUE_NUMBER_INT -> isLong(parser) ? parser.getText() : parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> isLong(parser) ? parser.getText() : parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_EMBEDDED_OBJECT -> parser.getEmbeddedObject();
            default -> context.handleUnexpectedToken(Object.class, parser);
        };
    }

    private Map<String, Object> object(JsonParser parser, DeserializationContext context, int level)
            throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            Object value = value(parser, context, level + 1);
            object.put(name.length() > LONGEST_NAME ? shortened(name, object) : name, value);
        }
        return object;
    }

    private static String shortened(String name, Map<String, Object> beside) {
        String shorter = name.substring(0, SHORT_NAME) + "… (%d characters)".formatted(name.length());
        while (beside.containsKey(shorter)) {
            shorter += "…";
        }
        return shorter;
    }

    private static boolean isLong(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        if (length <= LONGEST_EXPONENT) {
            return false;
        }
        if (length > LONGEST_NUMBER) {
            return true;
        }
        String number = parser.getText();
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E')) + 1;
        return exponent > 0 && length - exponent > LONGEST_EXPONENT;
    }

    private List<Object> list(JsonParser parser, DeserializationContext context, int level) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser, context, level + 1));
        }
        return list;
    }

    private static String left(JsonParser parser) throws IOException {
        parser.skipChildren();
        return DEEPER;
    }
}
