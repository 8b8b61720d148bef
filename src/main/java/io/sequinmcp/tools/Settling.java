package io.sequinmcp.tools;

import io.sequinmcp.deliveries.Deliveries;
import io.sequinmcp.deliveries.Recipient;
import io.sequinmcp.deliveries.Settlement;
import io.sequinmcp.deliveries.Verdict;
import io.sequinmcp.sequin.AckIds;
import io.sequinmcp.sequin.Consumer;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.Streams;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Acks and nacks what the ledger knows was handed out, and says of every id what became of it. */
final class Settling {
    private final Caller caller;
    private final Deliveries deliveries;

    Settling(Caller caller, Deliveries deliveries) {
        this.caller = caller;
        this.deliveries = deliveries;
    }

    /**
     * Carries out a verdict.
     *
     * @param given ack ids, or null where the delivery is named
     */
    Uni<Settled> settle(Verdict verdict, String consumer, @Nullable List<String> given, @Nullable String deliveryId) {
        if ((given == null) == (deliveryId == null)) {
            throw Problem.invalid(
                            given == null ? "delivery_id" : "ack_ids",
                            "Give either ack_ids or delivery_id, " + (given == null ? "one of them." : "not both."),
                            List.of())
                    .next(NextStep.of("list_deliveries", "consumer_id_or_name", consumer))
                    .toException();
        }
        List<String> ackIds = given == null ? List.of() : AckIds.of(given);
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        return sequin.streams().consumer(consumer).flatMap(stream -> {
            Recipient recipient = new Recipient(connector, sequin.account().name(), stream);
            Uni<Settlement> judged = deliveryId == null
                    ? deliveries.judge(recipient, verdict, ackIds)
                    : deliveries
                            .judge(recipient, verdict, deliveryId)
                            .map(found -> found.orElseThrow(() -> unknownDelivery(deliveryId, stream)));
            return judged.flatMap(settlement -> carryOut(sequin.streams(), recipient, settlement)
                    .map(done -> settled(stream, settlement, deliveryId == null, lowered(given, ackIds))));
        });
    }

    private Uni<?> carryOut(Streams streams, Recipient recipient, Settlement settlement) {
        List<String> accepted = settlement.accepted();
        if (accepted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> sent =
                switch (settlement.verdict()) {
                    case ACK -> streams.ack(recipient.stream(), accepted);
                    case NACK -> streams.nack(recipient.stream(), accepted);
                };
        // Sequin has done it, and would do it again without harm: a ledger that lags behind is no failure
        return sent.call(
                () -> deliveries.settled(recipient, settlement).onFailure().recoverWithNull());
    }

    private Settled settled(Consumer stream, Settlement settlement, boolean byIds, boolean lowered) {
        if (byIds
                && !settlement.unknown().isEmpty()
                && settlement.accepted().isEmpty()
                && settlement.settled().isEmpty()
                && settlement.heldElsewhere().isEmpty()) {
            throw Problem.of(
                            Problem.Code.STALE,
                            "None of these ack_ids was handed to this connector by " + stream.name()
                                    + ", or it was too long ago. Nothing was sent to Sequin, which would have answered"
                                    + " with success and done nothing.")
                    .next(NextStep.of("list_deliveries", "consumer_id_or_name", stream.name()))
                    .toException();
        }
        Map<String, String> before = new TreeMap<>();
        settlement
                .settled()
                .forEach((ackId, fate) -> before.put(ackId, fate.name().toLowerCase(Locale.ROOT)));
        List<NextStep> next = settlement.unknown().isEmpty()
                ? caller.offered(NextStep.of("receive_messages", "consumer_id_or_name", stream.name()))
                : caller.offered(NextStep.of("list_deliveries", "consumer_id_or_name", stream.name()));
        return new Settled(
                stream.name(),
                settlement.accepted().size(),
                byIds ? settlement.accepted() : List.of(),
                settlement.unknown(),
                before,
                settlement.heldElsewhere(),
                notes(settlement, lowered),
                next);
    }

    private static List<String> notes(Settlement settlement, boolean lowered) {
        List<String> notes = new ArrayList<>();
        if (lowered) {
            notes.add("Upper-case ack_ids were sent in lower case; Sequin ignores them otherwise.");
        }
        if (!settlement.unknown().isEmpty()) {
            notes.add("Unknown ack_ids were never handed to this connector and were not sent.");
        }
        if (!settlement.heldElsewhere().isEmpty()) {
            notes.add(
                    "A later delivery holds the messages under held_by_later_delivery; a nack would break its lease.");
        }
        if (!settlement.late().isEmpty()) {
            int late = settlement.late().size();
            notes.add(
                    switch (settlement.verdict()) {
                        case ACK ->
                            "The lease of " + late + " was over: they are removed now, but someone else may have"
                                    + " received them as well.";
                        case NACK -> "The lease of " + late + " was over: they could be received again already.";
                    });
        }
        return notes;
    }

    private static boolean lowered(@Nullable List<String> given, List<String> ackIds) {
        return given != null && given.stream().anyMatch(id -> !ackIds.contains(id.strip()));
    }

    private static RuntimeException unknownDelivery(String deliveryId, Consumer stream) {
        return Problem.of(
                        Problem.Code.STALE,
                        "There is no delivery " + deliveryId + " of " + stream.name()
                                + " to this connector. It may be of another pull consumer, or too old.")
                .next(NextStep.of("list_deliveries"))
                .toException();
    }
}
