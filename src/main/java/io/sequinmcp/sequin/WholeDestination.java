package io.sequinmcp.sequin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A destination is replaced whole: whatever an update leaves out, Sequin erases (section 6.3), secrets included. So an
 * update that leaves out something that is set is refused, and says what. An explicit null is taken at its word.
 */
final class WholeDestination {
    private WholeDestination() {}

    /** @throws SequinException INVALID_ARGUMENT with the fields that would be erased */
    static void check(Sink sink, DestinationType type, Map<String, Object> given) {
        List<String> erased = new ArrayList<>();
        List<String> secrets = new ArrayList<>();
        sink.destination().forEach((name, stored) -> {
            // What Sequin derives, such as is_fifo, can't be sent and isn't lost
            boolean settable = type.field(name).isPresent();
            if (settable && stored != null && !given.containsKey(name)) {
                erased.add(name);
                if (isSecret(stored, name)) {
                    secrets.add(name);
                }
            }
        });
        if (erased.isEmpty()) {
            return;
        }
        Problem problem = Problem.invalid(
                "destination",
                "A destination is replaced whole, and this one would erase " + String.join(", ", erased)
                        + ". Give these too"
                        + (secrets.isEmpty()
                                ? ""
                                : ", with the real " + String.join(", ", secrets)
                                        + (secrets.size() == 1 ? ", which" : ", which all")
                                        + " can't be read back from Sequin")
                        + "; to erase one on purpose, give null.",
                erased);
        // A secret that was given is the caller's own, but need not be in an answer, too
        boolean shown = secrets.isEmpty() && !SecretText.isIn(given);
        throw (shown ? problem.next(completed(sink, given)) : problem).toException();
    }

    /** The stored destination if it can be sent back as it is: it holds no secret. */
    static boolean isFreeOfSecrets(Sink sink) {
        return sink.destination().entrySet().stream().noneMatch(field -> isSecret(field.getValue(), field.getKey()));
    }

    /** Its secret fields that are set. */
    static List<String> secrets(Sink sink) {
        return sink.destination().entrySet().stream()
                .filter(field -> isSecret(field.getValue(), field.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isSecret(Object stored, String name) {
        return stored instanceof Map<?, ?> nested
                ? nested.entrySet().stream()
                        .anyMatch(field ->
                                field.getValue() != null && isSecret(field.getValue(), String.valueOf(field.getKey())))
                : stored instanceof String text && !text.isEmpty() && DestinationTypes.isSecret(name);
    }

    private static NextStep completed(Sink sink, Map<String, Object> given) {
        Map<String, Object> whole = new LinkedHashMap<>(sink.destination());
        whole.values().removeIf(java.util.Objects::isNull);
        whole.putAll(given);
        return new NextStep("update_sink", Map.of("sink_id_or_name", sink.name(), "destination", whole));
    }
}
