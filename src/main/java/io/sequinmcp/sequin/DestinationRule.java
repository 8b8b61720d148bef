package io.sequinmcp.sequin;

import io.sequinmcp.sequin.DestinationType.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a destination against the description of its type before it is sent. Sequin ignores fields it doesn't know,
 * answers an unknown type with a 500 (recording 211) and wants its enumerations in lower case (recording 252).
 */
final class DestinationRule {
    private static final String PATH = "destination";

    private final DestinationType type;
    private final boolean dynamic;
    private final List<String> notes;

    /**
     * @param dynamic whether a routing function names the target, so that its fields are not needed
     * @param notes takes what was corrected
     */
    DestinationRule(DestinationType type, boolean dynamic, List<String> notes) {
        this.type = type;
        this.dynamic = dynamic;
        this.notes = notes;
    }

    /** The type a destination names; INVALID_ARGUMENT with the list if it names none that is known. */
    static DestinationType typeOf(Map<String, Object> destination) {
        if (!(destination.get("type") instanceof String type) || type.isBlank()) {
            throw Problem.invalid(
                            "destination.type",
                            "A destination needs a `type`, which says what else it has.",
                            DestinationTypes.names())
                    .next(NextStep.of("describe_sink_type", "type", "webhook"))
                    .toException();
        }
        String low = type.strip().toLowerCase(Locale.ROOT);
        return DestinationTypes.get(DestinationTypes.find(low).isPresent() ? low : type);
    }

    /**
     * The destination as it is to be sent: spellings corrected, and defaults added that hold only if they are sent
     * (section 6.5).
     */
    Map<String, Object> checked(Map<String, Object> given) {
        Secrets.refuseMasked(Map.of(PATH, given));
        Map<String, Object> checked = object(PATH, type.fields(), given, false);
        checked.put("type", type.type());
        for (Field field : type.fields()) {
            if (field.sent() && field.defaultValue() != null) {
                checked.putIfAbsent(field.name(), field.defaultValue());
            }
        }
        if (!dynamic && type.routed()) {
            for (String target : type.targets()) {
                require(PATH, target, checked);
            }
        }
        return checked;
    }

    private Map<String, Object> object(
            String path, List<Field> fields, Map<String, Object> given, boolean othersAllowed) {
        Map<String, Object> checked = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            Field field = fields.stream()
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .orElse(null);
            if (field != null) {
                Object kept = value == null ? null : value(path + "." + name, field, value);
                if (kept != null) {
                    checked.put(name, kept);
                }
            } else if (othersAllowed) {
                checked.put(name, value);
            } else if (!name.equals("type")) {
                throw unknown(path + "." + name, fields);
            }
        });
        for (Field field : fields) {
            if (field.required()) {
                require(path, field.name(), checked);
            }
        }
        return checked;
    }

    private void require(String path, String name, Map<String, Object> checked) {
        Object value = checked.get(name);
        if (value == null || value.equals("")) {
            throw refused(path + "." + name, "A " + type.type() + " destination needs `" + name + "`.", List.of());
        }
    }

    private @Nullable Object value(String path, Field field, Object value) {
        return switch (field.type()) {
            case "string" -> text(path, field, value);
            case "integer" -> integer(path, field, value);
            case "boolean" -> flag(path, value);
            case "object" -> nested(path, field, value);
            default -> value;
        };
    }

    private Object text(String path, Field field, Object value) {
        if (!(value instanceof String text)) {
            throw refused(path, "`" + path + "` is a string.", field.allowed());
        }
        if (SecretReference.isMeantIn(text)) {
            // Its value is not known here; where it may stand is checked when it is put in
            return text;
        }
        String kept = text;
        if (!field.allowed().isEmpty() && !field.allowed().contains(text)) {
            kept = text.strip().toLowerCase(Locale.ROOT).replace('-', '_');
            if (!field.allowed().contains(kept)) {
                throw refused(path, "`" + path + "` can't be that.", field.allowed());
            }
            notes.add("Read `" + path + "` as `" + kept + "`, as Sequin spells it.");
        }
        if (field.maxLength() != null && kept.length() > field.maxLength()) {
            throw refused(path, "`" + path + "` has at most " + field.maxLength() + " characters.", List.of());
        }
        if (field.pattern() != null && !kept.isEmpty() && !matches(field.pattern(), kept)) {
            throw refused(path, "`" + path + "` doesn't have its form. " + field.description(), List.of());
        }
        return kept;
    }

    private static boolean matches(String pattern, String text) {
        return java.util.regex.Pattern.compile(pattern).matcher(text).find();
    }

    private Object integer(String path, Field field, Object value) {
        Long number = null;
        if (value instanceof Integer || value instanceof Long) {
            number = ((Number) value).longValue();
        } else if (value instanceof String text && text.strip().matches("\\d{1,9}")) {
            number = Long.valueOf(text.strip());
        }
        boolean inRange = number != null
                && (field.minimum() == null || number >= field.minimum())
                && (field.maximum() == null || number <= field.maximum());
        if (number == null || !inRange) {
            String range = field.minimum() == null && field.maximum() == null
                    ? ""
                    : field.maximum() == null
                            ? ", " + field.minimum() + " or more"
                            : ", " + field.minimum() + " to " + field.maximum();
            throw refused(path, "`" + path + "` is a whole number" + range + ".", List.of());
        }
        return number.intValue();
    }

    private Object flag(String path, Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof String text) {
            String low = text.strip().toLowerCase(Locale.ROOT);
            if (low.equals("true") || low.equals("false")) {
                return Boolean.valueOf(low);
            }
        }
        throw refused(path, "`" + path + "` is true or false.", List.of("true", "false"));
    }

    private Object nested(String path, Field field, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw refused(path, "`" + path + "` is an object: " + field.description(), names(field.fields()));
        }
        return object(path, field.fields(), Fields.typed(map), true);
    }

    private SequinException unknown(String path, List<Field> fields) {
        return refused(path, "A " + type.type() + " destination has no `" + path + "`.", names(fields));
    }

    private static List<String> names(List<Field> fields) {
        List<String> names = new ArrayList<>();
        fields.forEach(field -> names.add(field.name()));
        return names;
    }

    private SequinException refused(String path, String message, List<String> allowed) {
        return Problem.invalid(path, message, allowed)
                .next(NextStep.of("describe_sink_type", "type", type.type()))
                .toException();
    }
}
