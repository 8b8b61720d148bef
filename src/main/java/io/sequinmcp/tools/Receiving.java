package io.sequinmcp.tools;

import io.sequinmcp.deliveries.Deliveries;
import io.sequinmcp.deliveries.Delivery;
import io.sequinmcp.deliveries.Recipient;
import io.sequinmcp.sequin.Batch;
import io.sequinmcp.sequin.Message;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.SequinException;
import io.sequinmcp.sequin.Streams;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes messages from a stream, writes them down in the ledger, and only then shows them. */
final class Receiving {
    private static final Logger LOG = Logger.getLogger(Receiving.class);

    /** A lease must not run out while a database hangs. */
    private static final Duration LEDGER_WAIT = Duration.ofSeconds(10);

    private static final int MOST_NAMED = 3;

    private final Caller caller;
    private final Deliveries deliveries;
    private final EmptyBatch emptyBatch;
    private final Clock clock;

    Receiving(Caller caller, Deliveries deliveries, EmptyBatch emptyBatch, Clock clock) {
        this.caller = caller;
        this.deliveries = deliveries;
        this.emptyBatch = emptyBatch;
        this.clock = clock;
    }

    /** @param isCancelled whether the agent has said that it no longer wants the answer */
    Uni<Received> receive(
            String consumer, int batchSize, int waitSeconds, ResponseFormat format, BooleanSupplier isCancelled) {
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        Handover handover = new Handover();
        Uni<Received> work = sequin.streams()
                .receive(consumer, batchSize, waitSeconds)
                .flatMap(batch -> {
                    Recipient recipient =
                            new Recipient(connector, sequin.account().name(), batch.consumer());
                    return batch.messages().isEmpty()
                            ? nothing(recipient, batch)
                            : handOut(recipient, sequin.streams(), batch, format, handover);
                });
        return handover.guard(work, caller::ifUnanswered, isCancelled);
    }

    /** Writes a batch down, then shows it. What does not fit the answer goes back to the stream. */
    private Uni<Received> handOut(
            Recipient recipient, Streams streams, Batch batch, ResponseFormat format, Handover handover) {
        handover.hold(batch.ackIds(), ackIds -> streams.handBack(batch, ackIds));
        List<MessageView> views = MessageView.fitting(batch.messages(), format);
        List<Message> shown = batch.messages().subList(0, views.size());
        List<String> surplus =
                batch.ackIds().subList(shown.size(), batch.messages().size());
        // Memoized, so that handing back can be written down after it: a row that is written later would stay open
        Uni<Delivery> recorded = deliveries
                .record(recipient, shown, batch.at())
                .ifNoItem()
                .after(LEDGER_WAIT)
                .fail()
                .memoize()
                .indefinitely();
        handover.hold(shown.stream().map(Message::ackId).toList(), ackIds -> streams.handBack(batch, ackIds)
                .invoke(() -> writeDown(recorded, ackIds)));
        Uni<Boolean> returned = surplus.isEmpty()
                ? Uni.createFrom().item(true)
                : streams.handBack(batch, surplus).replaceWith(true).onFailure().recoverWithItem(false);
        return Uni.combine()
                .all()
                .unis(recorded.onFailure().transform(failure -> unrecorded()), returned)
                .asTuple()
                .map(done -> received(batch, done.getItem1(), views, surplus(surplus.size(), done.getItem2())));
    }

    /** That what was handed back is not in hand; of no harm if it fails, for the messages themselves are back. */
    private void writeDown(Uni<Delivery> recorded, List<String> ackIds) {
        recorded.flatMap(delivery -> deliveries.handedBack(delivery, ackIds))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf(failure, "Messages were handed back, but not written down"));
    }

    private static SequinException unrecorded() {
        return Problem.of(
                        Problem.Code.UNAVAILABLE,
                        "This service cannot write down what it hands out just now, so it hands out nothing: the"
                                + " messages go back to the pull consumer. Try again in a minute.")
                .toException();
    }

    private static List<String> surplus(int count, boolean returned) {
        if (count == 0) {
            return List.of();
        }
        return List.of(
                returned
                        ? count + " more did not fit this answer and went back to the pull consumer; ack these, then"
                                + " receive again."
                        : count + " more did not fit this answer and could not be handed back at once; they can be"
                                + " received again when their lease is over.");
    }

    private Received received(Batch batch, Delivery delivery, List<MessageView> views, List<String> surplus) {
        String name = batch.consumer().name();
        List<String> notes = new ArrayList<>(surplus);
        if (views.stream().anyMatch(view -> !view.cut().isEmpty())) {
            notes.add(
                    "Of the fields under cut only the first 8 KB or 100 levels are shown; read them whole in Postgres by their"
                            + " primary key.");
        }
        Map<String, Object> settle = Map.of("consumer_id_or_name", name, "delivery_id", delivery.id());
        return new Received(
                delivery.id(),
                name,
                views.size(),
                views.stream()
                        .map(view -> view.withRedelivered(
                                redelivered(delivery.seenBefore().get(view.ackId()))))
                        .toList(),
                delivery.leaseUntil(),
                delivery.secondsLeft(clock.instant()),
                null,
                notes,
                caller.offered(new NextStep("ack_messages", settle), new NextStep("nack_messages", settle)));
    }

    private Uni<Received> nothing(Recipient recipient, Batch batch) {
        Received nothing = new Received(
                null,
                batch.consumer().name(),
                0,
                List.of(),
                null,
                null,
                EmptyBatch.word(batch),
                EmptyBatch.why(batch),
                emptyBatch.next(batch));
        if (batch.empty() != Batch.EmptyReason.IN_FLIGHT) {
            return Uni.createFrom().item(nothing);
        }
        return deliveries
                .open(recipient.connector(), recipient.account(), batch.consumer(), null, MOST_NAMED, 0)
                .map(open -> emptyBatch.heldByYou(nothing, open.deliveries(), clock.instant()))
                .onFailure()
                .recoverWithItem(nothing);
    }

    private static @Nullable String redelivered(Delivery.@Nullable Earlier earlier) {
        if (earlier == null) {
            return null;
        }
        String fate =
                switch (earlier.fate()) {
                    case OPEN, REDELIVERED -> "not settled";
                    case NACKED -> "nacked";
                    case ACKED -> "acked";
                };
        return "Handed out before at " + earlier.at() + (earlier.sameAckId() ? "" : " under another ack_id") + ", then "
                + fate;
    }
}
