package io.sequinmcp.tools.diagnosis;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the diagnosis had to do without. */
final class UnreadSymptoms {
    private UnreadSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        Map<String, Reading<?>> readings = new TreeMap<>(Map.of(
                "database", facts.database(),
                "connection test", facts.connection(),
                "backfills", facts.backfills(),
                "other sinks", facts.neighbours(),
                "open deliveries", facts.deliveries(),
                "metrics", facts.metrics()));
        return readings.entrySet().stream()
                .filter(reading -> reading.getValue().problem() != null)
                .map(reading -> Finding.info(
                        "This could not be read, so that nothing is said of it: " + reading.getKey() + ".",
                        String.valueOf(reading.getValue().problem()),
                        null));
    }
}
