package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;

/** The sinks of a YAML: what is a 500 of Sequin's (sections 6.2, 6.4). */
final class ConfigSinkRule {
    private ConfigSinkRule() {}

    static void check(Fields sink) {
        String name = Named.quoted(sink.textOrEmpty("name"));
        for (String map : List.of("source", "destination", "annotations")) {
            Object value = sink.values().get(map);
            if (sink.values().containsKey(map) && !(value instanceof Map)) {
                throw refused("`" + map + "` of sink " + name + " is a mapping.");
            }
        }
        for (String list : List.of("actions", "tables")) {
            Object value = sink.values().get(list);
            if (sink.values().containsKey(list) && !(value instanceof List)) {
                throw refused("`" + list + "` of sink " + name + " is a list.");
            }
        }
        Fields source = sink.object("source");
        if (source != null) {
            source.values().forEach((restriction, value) -> {
                if (value != null && !(value instanceof List)) {
                    throw refused("`source." + restriction + "` of sink " + name + " is a list.");
                }
            });
        }
        Fields destination = sink.object("destination");
        if (destination != null
                && DestinationTypes.find(destination.textOrEmpty("type")).isEmpty()) {
            throw Problem.invalid(
                            "sinks",
                            "The destination of sink " + name + " needs a `type` that there is.",
                            DestinationTypes.names())
                    .toException();
        }
    }

    private static SequinException refused(String message) {
        return Problem.invalid("sinks", message, List.of()).toException();
    }
}
