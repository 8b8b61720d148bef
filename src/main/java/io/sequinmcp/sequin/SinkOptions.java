package io.sequinmcp.sequin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The further fields of a sink. What Sequin shows and doesn't take, such as {@code health}, would make it refuse the
 * whole (recording 291); it is left out, so that a sink that was read can be sent back.
 */
final class SinkOptions {
    private static final List<String> KNOWN =
            List.of("annotations", "load_shedding_policy", "max_retry_count", "message_grouping", "timestamp_format");

    /** Shown, or ignored by Sequin itself (section 6.2). */
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "health",
            "active_backfills",
            "active_backfill",
            "inserted_at",
            "updated_at",
            "account_id",
            "replication_slot_id",
            "sequence_id",
            "consumer_start",
            "message_kind");

    private static final Map<String, String> ELSEWHERE = Map.of(
            "initial_backfill", "Sequin ignores it here. Make the sink, then start a backfill of it.",
            "table", "Use include_tables.",
            "schema", "Use include_schemas.",
            "source", "Use include_tables, include_schemas, exclude_tables or exclude_schemas.");

    private static final Map<String, List<String>> VALUES = Map.of(
            "load_shedding_policy", List.of("pause_on_full", "discard_on_full"),
            "timestamp_format", List.of("iso8601", "unix_microsecond"));

    /** Bytes of JSON that Sequin takes (section 6.2). */
    private static final int MAX_ANNOTATIONS = 8192;

    private SinkOptions() {}

    /** Those to send. */
    static Map<String, Object> checked(Map<String, Object> options, List<String> notes) {
        Map<String, Object> checked = new LinkedHashMap<>();
        options.forEach((name, value) -> {
            if (READ_ONLY.contains(name)) {
                notes.add("Left out `" + name + "`, which can only be read.");
            } else if (ELSEWHERE.containsKey(name)) {
                throw refused(name, "`" + name + "` is no option. " + ELSEWHERE.get(name), KNOWN);
            } else if (!KNOWN.contains(name)) {
                Problem problem =
                        Problem.invalid("options." + name, "There is no option " + Named.quoted(name) + ".", KNOWN);
                throw Nearest.meant(name, KNOWN)
                        .map(meant ->
                                problem.correcting("options." + name, null).correcting("options." + meant, value))
                        .orElse(problem)
                        .toException();
            } else {
                checked.put(name, checked(name, value));
            }
        });
        return checked;
    }

    private static Object checked(String name, Object value) {
        if (value == null) {
            // Sequin takes it and does nothing (section 17)
            throw refused(
                    name,
                    "`" + name + "` can't be unset through Sequin's API"
                            + (name.equals("max_retry_count") ? "; a high number comes near to no limit." : "."),
                    List.of());
        }
        List<String> values = VALUES.getOrDefault(name, List.of());
        if (!values.isEmpty() && !values.contains(value)) {
            Problem problem = Problem.invalid("options." + name, "`" + name + "` can't be that.", values);
            throw Nearest.meant(String.valueOf(value), values)
                    .map(meant -> problem.correcting("options." + name, meant))
                    .orElse(problem)
                    .toException();
        }
        return switch (name) {
            case "max_retry_count" -> retries(value);
            case "message_grouping" -> grouping(value);
            case "annotations" -> {
                if (!(value instanceof Map)) {
                    throw refused(name, "`annotations` is an object.", List.of());
                }
                if (SequinJson.size(value) > MAX_ANNOTATIONS) {
                    throw refused(name, "`annotations` has at most " + MAX_ANNOTATIONS + " bytes as JSON.", List.of());
                }
                yield value;
            }
            default -> value;
        };
    }

    /** 0 passes the first of Sequin's checks and fails the second (section 6.2). */
    private static Object retries(Object value) {
        if (value instanceof Integer retries && retries >= 1) {
            return value;
        }
        throw refused("max_retry_count", "`max_retry_count` is a whole number from 1 on.", List.of());
    }

    private static Object grouping(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf((String) value);
        }
        throw refused("message_grouping", "`message_grouping` is true or false.", List.of("true", "false"));
    }

    private static SequinException refused(String name, String message, List<String> allowed) {
        return Problem.invalid("options." + name, message, allowed).toException();
    }
}
