package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sink;
import java.util.List;
import java.util.stream.Stream;

/** Other sinks of the same slot: one full buffer stops them all (Sequin 0.14.6, section 6.7). */
final class NeighbourSymptoms {
    private NeighbourSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        return facts.neighbours().read().orElse(List.of()).stream()
                .filter(NeighbourSymptoms::mayHoldUpItsSlot)
                .map(NeighbourSymptoms::blocking);
    }

    private static Finding blocking(Sink other) {
        String health =
                other.health() == null ? "" : " with health " + other.health().status();
        return Finding.warning(
                "Another sink on the same slot delivers nothing. Once its buffer is full it stops this one too.",
                other.name() + " is " + other.status() + health + ", load_shedding_policy "
                        + other.loadSheddingPolicy(),
                NextStep.of("diagnose_sink", "sink_id_or_name", other.name()));
    }

    /** Paused or failing, and told to hold up the slot rather than drop messages. */
    private static boolean mayHoldUpItsSlot(Sink sink) {
        boolean failing = sink.health() != null && sink.health().status().equals("error");
        return StatusSymptoms.PAUSE_ON_FULL.equals(sink.loadSheddingPolicy())
                && (failing || sink.status().equals("paused"));
    }
}
