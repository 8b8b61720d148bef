package io.sequinmcp.tools;

import io.sequinmcp.sequin.Batch;
import io.sequinmcp.sequin.NextStep;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says of a receive that brought nothing why it did, and what to do about it. */
final class EmptyBatch {
    private final Caller caller;

    EmptyBatch(Caller caller) {
        this.caller = caller;
    }

    /** The reason in one word, as {@code empty} of an answer has it; null where there were messages. */
    static @Nullable String word(Batch batch) {
        Batch.EmptyReason reason = batch.empty();
        return reason == null ? null : reason.name().toLowerCase(Locale.ROOT);
    }

    /** One sentence, or none where there were messages. */
    static List<String> why(Batch batch, int waited) {
        Batch.EmptyReason reason = batch.empty();
        if (reason == null) {
            return List.of();
        }
        return List.of(
                switch (reason) {
                    case PAUSED ->
                        "The sink is paused: it keeps what arrives and hands nothing out until it is active.";
                    case DISABLED ->
                        "The sink is disabled: it hands nothing out, and changes made meanwhile are lost to" + " it.";
                    case IN_FLIGHT ->
                        "Messages are leased to someone, or wait behind one of the same key that is. They"
                                + " can be received when it is settled, at the latest when its lease is over.";
                    case DRAINED -> "Nothing arrived in " + waited + " seconds.";
                    case NOTHING_AVAILABLE -> "Nothing is waiting that is not leased.";
                });
    }

    /** The calls that lead on. */
    List<NextStep> next(Batch batch) {
        String name = batch.consumer().name();
        NextStep again = new NextStep(
                "receive_messages", Map.of("consumer_id_or_name", name, "wait_seconds", Parameters.MAX_WAIT));
        Batch.EmptyReason reason = batch.empty();
        if (reason == null) {
            return List.of();
        }
        return switch (reason) {
            case PAUSED, DISABLED ->
                caller.offered(new NextStep("update_sink", Map.of("sink_id_or_name", name, "status", "active")));
            case IN_FLIGHT -> caller.offered(NextStep.of("list_deliveries", "consumer_id_or_name", name), again);
            case DRAINED -> caller.offered(NextStep.of("diagnose_sink", "sink_id_or_name", name));
            case NOTHING_AVAILABLE ->
                caller.offered(again, NextStep.of("list_deliveries", "consumer_id_or_name", name));
        };
    }
}
