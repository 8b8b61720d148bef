package io.sequinmcp.sequin;

import io.sequinmcp.sequin.DestinationType.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a destination against the description of its type before it is sent. Sequin ignores fields it doesn't know,
 * answers an unknown type with a 500 (recording 211) and wants its enumerations in lower case (recording 252).
 */
final class DestinationRule {
    private static final String PATH = "destination";

    /** Shown by Sequin, which made them up itself (section 6.5). */
    private static final Set<String> DERIVED = Set.of("is_fifo", "connection_id", "partition_count");

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

    /**
     * The type a destination names; INVALID_ARGUMENT with the list if it names none that is known.
     *
     * @param notes takes how its spelling was corrected
     */
    static DestinationType typeOf(Map<String, Object> destination, List<String> notes) {
        if (!(destination.get("type") instanceof String type) || type.isBlank()) {
            throw Problem.invalid(
                            "destination.type",
                            "A destination needs a `type`, which says what else it has.",
                            DestinationTypes.names())
                    .next(NextStep.of("describe_sink_type", "type", "webhook"))
                    .toException();
        }
        String low = type.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        Optional<DestinationType> known = DestinationTypes.find(low);
        if (known.isPresent()) {
            if (!low.equals(type)) {
                notes.add("Read `destination.type` as `" + low + "`, as Sequin spells it.");
            }
            return known.get();
        }
        Problem problem = Problem.invalid(
                "destination.type", Named.quoted(type) + " is no type of destination.", DestinationTypes.names());
        throw Nearest.meant(type, DestinationTypes.names())
                .map(meant -> problem.correcting("destination.type", meant)
                        .next(NextStep.of("describe_sink_type", "type", meant)))
                .orElse(problem)
                .toException();
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
        if (type.routed()) {
            for (String target : type.targets()) {
                // A Kinesis stream is asked for even where a function names it: Sequin takes the region from it
                if (!dynamic || target.equals("stream_arn")) {
                    require(PATH, target, checked);
                }
            }
        }
        if (dynamic && type.type().equals("sqs") && !checked.containsKey("queue_url")) {
            require(PATH, "region", checked);
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
            } else if (DERIVED.contains(name)) {
                notes.add("Left out `" + path + "." + name + "`, which Sequin derives.");
            } else if (!name.equals("type")) {
                throw unknown(path, name, value, fields);
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
                Problem problem = problem(path, "`" + path + "` can't be that.", field.allowed());
                throw Nearest.meant(kept, field.allowed())
                        .map(meant -> problem.correcting(path, meant))
                        .orElse(problem)
                        .toException();
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

    /** The value of a field that is secret is not repeated. */
    private SequinException unknown(String within, String name, Object value, List<Field> fields) {
        String path = within + "." + name;
        Problem problem = problem(path, "A " + type.type() + " destination has no `" + path + "`.", names(fields));
        return Nearest.meant(name, names(fields))
                .filter(meant -> !DestinationTypes.isSecret(meant))
                .map(meant -> problem.correcting(path, null).correcting(within + "." + meant, value))
                .orElse(problem)
                .toException();
    }

    private static List<String> names(List<Field> fields) {
        List<String> names = new ArrayList<>();
        fields.forEach(field -> names.add(field.name()));
        return names;
    }

    private SequinException refused(String path, String message, List<String> allowed) {
        return problem(path, message, allowed).toException();
    }

    private Problem problem(String path, String message, List<String> allowed) {
        return Problem.invalid(path, message, allowed).next(NextStep.of("describe_sink_type", "type", type.type()));
    }
}
