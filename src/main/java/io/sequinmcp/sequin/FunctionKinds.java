package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the functions a sink names exist and are of the right kind. A function of the wrong kind is a 500, or, as a
 * transform, is taken without a word (section 6.4, recording 228); an empty name is no way to say none.
 *
 * @param known every function by its name, with its kind
 */
record FunctionKinds(Map<String, String> known) {
    /** What Sequin calls no function. */
    static final String NONE = "none";

    /** The kinds of function that each use of one takes. */
    static final Map<String, List<String>> USES = Map.of(
            "filter", List.of("filter"),
            "transform", List.of("transform", "path", "function"),
            "routing", List.of("routing"),
            "enrichment", List.of("enrichment"));

    /** Whether there is anything to check. */
    static boolean concerns(SinkSettings settings) {
        return isNamed(settings.filter())
                || isNamed(settings.transform())
                || isNamed(settings.routing())
                || isNamed(settings.enrichment());
    }

    static boolean isNamed(@Nullable String function) {
        return function != null && !function.equals(NONE);
    }

    /** @throws SequinException INVALID_ARGUMENT with the functions of the right kind */
    void check(SinkSettings settings) {
        check("filter", settings.filter());
        check("transform", settings.transform());
        check("routing", settings.routing());
        check("enrichment", settings.enrichment());
    }

    private void check(String parameter, @Nullable String function) {
        if (function == null || !isNamed(function)) {
            return;
        }
        List<String> kinds = Optional.ofNullable(USES.get(parameter)).orElse(List.of());
        String kind = known.get(function);
        if (kind == null || !kinds.contains(kind)) {
            List<String> right = known.entrySet().stream()
                    .filter(entry -> kinds.contains(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            Problem problem = Problem.invalid(
                    parameter,
                    kind == null
                            ? "There is no function " + Named.quoted(function) + "; `none` stands for no function."
                            : Named.quoted(function) + " is a " + kind + " function, and `" + parameter
                                    + "` takes another kind.",
                    Stream.concat(right.stream(), Stream.of(NONE)).toList());
            throw (function.isBlank()
                            ? problem.correcting(parameter, NONE)
                            : Nearest.meant(function, right)
                                    .map(meant -> problem.correcting(parameter, meant))
                                    .orElse(problem))
                    .toException();
        }
    }
}
