package io.sequinmcp.tools;

import io.sequinmcp.deliveries.OpenDelivery;
import io.sequinmcp.sequin.Batch;
import io.sequinmcp.sequin.NextStep;
import java.time.Instant;
import java.util.ArrayList;
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

    /** In sentences; none where there were messages. */
    static List<String> why(Batch batch) {
        Batch.EmptyReason reason = batch.empty();
        if (reason == null) {
            return List.of();
        }
        return switch (reason) {
            case STOPPING -> List.of("This service is about to restart, so it did not wait for messages. Call again.");
            case PAUSED ->
                List.of("The sink is paused: it keeps what arrives and hands nothing out until it is active.");
            case DISABLED ->
                List.of("The sink is disabled: it hands nothing out, and changes made meanwhile are lost to it.");
            case FILTERED ->
                List.of("The sink takes no actions (insert, update or delete), so nothing will ever come.");
            case IN_FLIGHT ->
                List.of("All messages are leased to someone, or wait behind one of the same row that is. They can be"
                        + " received when it is settled, at the latest when its lease is over.");
            case DRAINED ->
                batch.takes() == null
                        ? List.of("There is nothing to receive.")
                        : List.of(
                                "There is nothing to receive.",
                                "This sink takes only " + batch.takes() + "; other changes never come.");
        };
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
            case FILTERED ->
                caller.offered(new NextStep(
                        "update_sink",
                        Map.of("sink_id_or_name", name, "actions", List.of("insert", "update", "delete"))));
            case IN_FLIGHT -> caller.offered(NextStep.of("list_deliveries", "consumer_id_or_name", name), again);
            case STOPPING -> caller.offered(again);
            case DRAINED -> caller.offered(again, NextStep.of("diagnose_sink", "sink_id_or_name", name));
        };
    }

    /** The same answer, with what of the leased messages the agent has itself. */
    Received heldByYou(Received nothing, List<OpenDelivery> open, Instant now) {
        List<OpenDelivery> leased =
                open.stream().filter(delivery -> delivery.isLeased(now)).toList();
        if (leased.isEmpty()) {
            return nothing;
        }
        List<String> notes = new ArrayList<>(nothing.notes());
        List<NextStep> next = new ArrayList<>();
        for (OpenDelivery delivery : leased) {
            notes.add("You have " + delivery.openCount() + " of them yourself: delivery " + delivery.id()
                    + ", its lease is over in " + delivery.secondsLeft(now) + " s.");
            next.addAll(caller.offered(new NextStep(
                    "ack_messages", Map.of("consumer_id_or_name", nothing.consumer(), "delivery_id", delivery.id()))));
        }
        next.addAll(nothing.next());
        return nothing.saying(notes, next);
    }
}
