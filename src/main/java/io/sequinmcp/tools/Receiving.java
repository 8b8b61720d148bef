package io.sequinmcp.tools;

import io.sequinmcp.deliveries.Deliveries;
import io.sequinmcp.deliveries.Delivery;
import io.sequinmcp.deliveries.Recipient;
import io.sequinmcp.deliveries.Verdict;
import io.sequinmcp.sequin.Batch;
import io.sequinmcp.sequin.Message;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.Streams;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes messages from a stream, writes them down in the ledger, and only then shows them. */
final class Receiving {
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
                .flatMap(batch -> batch.messages().isEmpty()
                        ? Uni.createFrom().item(nothing(batch, waitSeconds))
                        : handOut(
                                new Recipient(connector, sequin.account().name(), batch.consumer()),
                                sequin.streams(),
                                batch,
                                format,
                                handover));
        return handover.guard(work, caller::ifUnanswered, isCancelled);
    }

    /** Writes a batch down, then shows it. What does not fit the answer goes back to the stream. */
    private Uni<Received> handOut(
            Recipient recipient, Streams streams, Batch batch, ResponseFormat format, Handover handover) {
        String stream = batch.consumer().id();
        handover.hold(batch.ackIds(), ackIds -> streams.nack(stream, ackIds));
        List<MessageView> views = MessageView.fitting(batch.messages(), format);
        List<Message> shown = batch.messages().subList(0, views.size());
        List<String> surplus =
                batch.ackIds().subList(shown.size(), batch.messages().size());
        Uni<?> returned = surplus.isEmpty()
                ? Uni.createFrom().voidItem()
                : streams.nack(stream, surplus).onFailure().recoverWithNull();
        // Memoized, so that handing back can wait for it: a row that is written later would stay open
        Uni<Delivery> recorded = deliveries.record(recipient, shown).memoize().indefinitely();
        return returned.invoke(done -> handover.hold(
                        shown.stream().map(Message::ackId).toList(), ackIds -> streams.nack(stream, ackIds)
                                .flatMap(nacked -> recorded)
                                .flatMap(written -> deliveries.settled(recipient, Verdict.NACK, ackIds))))
                .flatMap(done -> recorded)
                .onFailure()
                .transform(failure -> Problem.of(
                                Problem.Code.UNAVAILABLE,
                                "This service cannot write down what it hands out just now, so it handed out nothing;"
                                        + " all messages went back to the pull consumer. Try again in a minute.")
                        .toException())
                .map(delivery -> received(batch, delivery, views, surplus.size()));
    }

    private Received received(Batch batch, Delivery delivery, List<MessageView> views, int surplus) {
        String name = batch.consumer().name();
        List<String> notes = new ArrayList<>();
        if (surplus > 0) {
            notes.add(surplus + " more did not fit this answer and went back to the pull consumer; ack these, then"
                    + " receive again.");
        }
        if (views.stream().anyMatch(view -> !view.cut().isEmpty())) {
            notes.add("Values of the fields under cut are shown up to " + MessageView.LONGEST_VALUE
                    + " characters; read them whole in Postgres by their primary key.");
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

    private Received nothing(Batch batch, int waited) {
        return new Received(
                null,
                batch.consumer().name(),
                0,
                List.of(),
                null,
                null,
                EmptyBatch.word(batch),
                EmptyBatch.why(batch, waited),
                emptyBatch.next(batch));
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
