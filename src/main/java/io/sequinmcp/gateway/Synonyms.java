package io.sequinmcp.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names and spellings that agents use because Sequin's API, or another version of it, does. They are understood, and
 * are in no schema.
 */
final class Synonyms {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)?");
    private static final Set<String> READING_A_STREAM = Set.of("receive_messages", "peek_messages");

    /**
     * An argument under its proper name.
     *
     * @param name as the schema has it
     * @param conversion from what the other name's values mean
     */
    record Proper(String name, UnaryOperator<Object> conversion) {}

    private static final Proper WAIT = new Proper("wait_seconds", Synonyms::seconds);
    private static final Proper BATCH = new Proper("batch_size", UnaryOperator.identity());
    private static final Map<String, String> SPELLINGS = Map.of("canceled", "cancelled");

    private static final String EITHER = "_id_or_name";
    private static final Pattern WHOSE = Pattern.compile("_(id_or_name|id|name)$");
    private static final Set<String> NAMELESS = Set.of("id", "name", "id_or_name");

    private Synonyms() {}

    /**
     * What that argument of that tool is properly called, if it is a known other name.
     *
     * @param arguments those that the tool has
     */
    static Optional<Proper> of(String tool, String name, Collection<String> arguments) {
        return known(tool, name)
                .filter(proper -> arguments.contains(proper.name()))
                .or(() -> whose(name, arguments));
    }

    /** Such as {@code sink} or {@code sink_id}, where {@code sink_id_or_name} is asked for, and the other way round. */
    private static Optional<Proper> whose(String name, Collection<String> arguments) {
        String thing = WHOSE.matcher(name).replaceFirst("");
        return Stream.of(thing + EITHER, thing)
                .filter(arguments::contains)
                .findFirst()
                .or(() -> Optional.of(name)
                        .filter(NAMELESS::contains)
                        .flatMap(nameless -> only(arguments.stream().filter(it -> it.endsWith(EITHER)))))
                .map(proper -> new Proper(proper, UnaryOperator.identity()));
    }

    private static Optional<String> only(Stream<String> candidates) {
        List<String> found = candidates.limit(2).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static Optional<Proper> known(String tool, String name) {
        return switch (name) {
            case "wait_for" -> Optional.of(WAIT);
            case "max_batch_size" -> Optional.of(BATCH);
            case "limit" -> READING_A_STREAM.contains(tool) ? Optional.of(BATCH) : Optional.empty();
            default -> Optional.empty();
        };
    }

    static String spelled(String value) {
        return SPELLINGS.getOrDefault(value, value);
    }

    /** Sequin's durations are milliseconds, or have a unit; part of a second is rounded up, so that it isn't none. */
    private static Object seconds(Object duration) {
        Matcher form = DURATION.matcher(duration.toString().strip());
        if (!form.matches()) {
            return duration;
        }
        long number = Long.parseLong(form.group(1));
        String unit = form.group(2) == null ? "ms" : form.group(2);
        return switch (unit) {
            case "s" -> number;
            case "m" -> number * 60;
            default -> (number + 999) / 1000;
        };
    }
}
