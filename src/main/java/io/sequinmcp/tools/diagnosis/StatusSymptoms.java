package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sink;
import java.util.Map;
import java.util.stream.Stream;

/** A sink that was told not to deliver. */
final class StatusSymptoms {
    static final String ACTIVE = "active";
    static final String PAUSE_ON_FULL = "pause_on_full";

    private StatusSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        Sink sink = facts.sink();
        return switch (sink.status()) {
            case ACTIVE -> Stream.empty();
            case "paused" -> Stream.of(paused(sink));
            case "disabled" -> Stream.of(disabled(sink));
            default -> Stream.of(Finding.info("This status is not known here.", evidence(sink), null));
        };
    }

    private static Finding paused(Sink sink) {
        return Finding.error(
                "The sink is paused: it buffers changes and delivers nothing"
                        + (sink.isStream() ? ", so nobody receives any." : ".")
                        + " When its buffer is full, "
                        + (PAUSE_ON_FULL.equals(sink.loadSheddingPolicy())
                                ? "all sinks on the same replication slot stop, and Postgres keeps its log for them."
                                : "messages are discarded for good."),
                evidence(sink),
                activate(sink));
    }

    private static Finding disabled(Sink sink) {
        return Finding.error(
                "The sink is disabled: it delivers nothing, and changes made meanwhile are lost to it; a backfill"
                        + " brings the rows up to date afterwards."
                        + (sink.isStream() ? " Receiving from it can fail with noproc." : ""),
                evidence(sink),
                activate(sink));
    }

    private static String evidence(Sink sink) {
        return "status " + sink.status();
    }

    private static NextStep activate(Sink sink) {
        return new NextStep("update_sink", Map.of("sink_id_or_name", sink.name(), "status", ACTIVE));
    }
}
