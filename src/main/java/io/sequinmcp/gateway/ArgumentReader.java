package io.sequinmcp.gateway;

import io.sequinmcp.sequin.Nearest;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.SecretText;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of a call as the tool's schema means them. Forgives what can be meant in one way only (JSON given
 * as a string, numbers in quotes, a known other name), and refuses the rest with what it should have been.
 */
final class ArgumentReader {
    private final String tool;
    private final JsonObject properties;
    private final Set<String> required = new TreeSet<>();
    private final Consumer<String> notes;

    /**
     * @param schema of the tool's input, without references
     * @param notes takes what was read otherwise than it was written
     */
    ArgumentReader(String tool, JsonObject schema, Consumer<String> notes) {
        this.tool = tool;
        this.notes = notes;
        this.properties = schema.getJsonObject("properties", new JsonObject());
        schema.getJsonArray("required", new JsonArray()).forEach(name -> required.add(name.toString()));
    }

    /**
     * @param arguments as they were sent, which may be anything
     * @return each under its proper name and of its proper type; what was null is left out
     * @throws io.sequinmcp.sequin.SequinException with a problem that names the argument
     */
    JsonObject read(@Nullable Object arguments) {
        JsonObject sent = sent(arguments);
        JsonObject read = new JsonObject();
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, Object> argument : sent) {
            Object value = argument.getValue();
            if (value == null) {
                continue;
            }
            String name = argument.getKey();
            Optional<Synonyms.Proper> proper =
                    properties.containsKey(name) ? Optional.empty() : Synonyms.of(tool, name, properties.fieldNames());
            if (properties.containsKey(name)) {
                read.put(name, typed(name, value, properties.getJsonObject(name)));
            } else if (proper.isEmpty()) {
                unknown.add(name);
            } else if (sent.getValue(proper.get().name()) == null) {
                String properName = proper.get().name();
                Object properValue = proper.get().conversion().apply(value);
                read.put(properName, typed(properName, properValue, properties.getJsonObject(properName)));
                notes.accept("Read `%s` as `%s`%s."
                        .formatted(
                                name,
                                properName,
                                properValue.equals(value) ? "" : ", which is " + read.getValue(properName)));
            }
        }
        refuseUnknown(unknown, sent);
        refuseMissing(read);
        return read;
    }

    private JsonObject sent(@Nullable Object arguments) {
        Object parsed = arguments instanceof String text ? parsed(text) : arguments;
        if (parsed == null) {
            return new JsonObject();
        }
        if (parsed instanceof JsonObject sent) {
            return sent;
        }
        throw Problem.invalid("arguments", "The arguments of a call must be an object", names())
                .toException();
    }

    private void refuseUnknown(List<String> unknown, JsonObject sent) {
        if (!unknown.isEmpty()) {
            String message = properties.isEmpty()
                    ? "%s takes no arguments, so not '%s'".formatted(tool, String.join("', '", unknown))
                    : "%s has no argument '%s'; it has %s"
                            .formatted(tool, String.join("', '", unknown), String.join(", ", names()));
            Problem problem = Problem.invalid(unknown.get(0), message, names());
            for (String name : unknown) {
                problem = corrected(problem, name, sent);
            }
            throw problem.toException();
        }
    }

    /** If it is plain which argument was meant; a secret is not repeated. */
    private Problem corrected(Problem problem, String name, JsonObject sent) {
        Object value = sent.getValue(name);
        return Nearest.meant(name, names())
                .filter(meant -> !sent.containsKey(meant) && !SecretText.isIn(Map.of(meant, value)))
                .map(meant -> problem.correcting(name, null).correcting(meant, value))
                .orElse(problem);
    }

    private void refuseMissing(JsonObject read) {
        List<String> missing =
                required.stream().filter(name -> !read.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            String first = missing.get(0);
            JsonObject schema = properties.getJsonObject(first);
            String others = missing.size() == 1
                    ? ""
                    : " So is '" + String.join("', '", missing.subList(1, missing.size())) + "'.";
            String description = schema.getString("description", "");
            throw Problem.invalid(
                            first,
                            "'%s' is required: %s.%s".formatted(first, said(description, schema), others),
                            Expectation.of(schema).values())
                    .toException();
        }
    }

    private static String said(String description, JsonObject schema) {
        String expected = Expectation.of(schema).inWords();
        return description.isEmpty() ? expected : expected + ". " + description.replaceAll("\\.$", "");
    }

    private List<String> names() {
        return List.copyOf(properties.fieldNames());
    }

    private Object typed(String name, Object value, JsonObject schema) {
        Optional<Object> typed =
                switch (schema.getString("type", "")) {
                    case "integer" -> integer(value);
                    case "number" -> decimal(value).map(Object.class::cast);
                    case "boolean" -> truth(value);
                    case "string" -> text(value, Expectation.of(schema).values());
                    case "array" -> list(name, value, schema);
                    case "object" -> object(value);
                    default -> Optional.of(value);
                };
        return typed.orElseThrow(() -> unfit(name, value, schema));
    }

    private RuntimeException unfit(String name, Object value, JsonObject schema) {
        Problem problem = unfit(name, schema);
        // Of a list only an item is at fault
        boolean whole = schema.equals(properties.getJsonObject(name));
        return Nearest.meant(String.valueOf(value), whole ? problem.allowed() : List.of())
                .map(meant -> problem.correcting(name, meant))
                .orElse(problem)
                .toException();
    }

    /** Never repeats the value: it may be a secret in the wrong place. */
    static Problem unfit(String name, JsonObject schema) {
        Expectation expectation = Expectation.of(schema);
        return Problem.invalid(name, "'%s' must be %s".formatted(name, expectation.inWords()), expectation.values());
    }

    private static Optional<Object> integer(Object value) {
        return decimal(value).flatMap(number -> {
            try {
                long whole = number.longValueExact();
                return Optional.of(whole == (int) whole ? (Object) (int) whole : (Object) whole);
            } catch (ArithmeticException e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<BigDecimal> decimal(Object value) {
        if (!(value instanceof Number || value instanceof String)
                || value.toString().length() > 32) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(value.toString().strip());
            return Math.abs((long) number.scale()) > 32 ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> truth(Object value) {
        return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private Optional<Object> text(Object value, List<String> values) {
        if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            return Optional.empty();
        }
        String text = value.toString();
        if (values.isEmpty()) {
            return Optional.of(text);
        }
        String word = text.strip().toLowerCase(Locale.ROOT);
        String spelled = Synonyms.spelled(word);
        Optional<String> meant =
                values.stream().filter(it -> it.equalsIgnoreCase(spelled)).findFirst();
        if (meant.isPresent() && !word.equals(spelled)) {
            notes.accept("Read `%s` as `%s`, as Sequin spells it.".formatted(word, spelled));
        }
        return meant.map(Object.class::cast);
    }

    /** A list, or the one thing it would hold. */
    private Optional<Object> list(String name, Object value, JsonObject schema) {
        Object parsed = value instanceof String text && text.strip().startsWith("[") ? parsed(text) : value;
        JsonArray items = parsed instanceof JsonArray array
                ? array
                : parsed instanceof String || parsed instanceof Number ? JsonArray.of(parsed) : null;
        if (items == null) {
            return Optional.empty();
        }
        JsonObject each = schema.getJsonObject("items", new JsonObject());
        JsonArray typed = new JsonArray();
        for (Object item : items) {
            if (item == null) {
                return Optional.empty();
            }
            typed.add(typed(name, item, each));
        }
        return Optional.of(typed);
    }

    private static Optional<Object> object(Object value) {
        Object parsed = value instanceof String text ? parsed(text) : value;
        return parsed instanceof JsonObject ? Optional.of(parsed) : Optional.empty();
    }

    private static @Nullable Object parsed(String text) {
        try {
            return Json.decodeValue(text);
        } catch (DecodeException e) {
            return text;
        }
    }
}
