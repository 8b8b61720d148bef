package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.deliveries.Deliveries;
import io.sequinmcp.deliveries.Delivery;
import io.sequinmcp.deliveries.OpenDelivery;
import io.sequinmcp.deliveries.Recipient;
import io.sequinmcp.deliveries.Settlement;
import io.sequinmcp.deliveries.Verdict;
import io.sequinmcp.sequin.AckIds;
import io.sequinmcp.sequin.Batch;
import io.sequinmcp.sequin.Consumer;
import io.sequinmcp.sequin.Message;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Reach;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.Streams;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Streams: sinks that are read by receiving messages and acking or nacking them. */
@Guarded
@Singleton
public class StreamTools {
    /** An ack id alone costs some 25 tokens; more messages than these never fit an answer. */
    static final int MAX_BATCH = 100;

    static final int MAX_PEEK = 10;

    /** Nearly 10,000 tokens, from where clients warn of an answer or cut it. */
    static final int MAX_CHARACTERS = 36_000;

    private static final int MAX_DELIVERIES = 20;
    private static final int MAX_HELD_EACH = 100;

    private final Caller caller;
    private final Deliveries deliveries;
    private final Clock clock;

    public StreamTools(Caller caller, Deliveries deliveries, Clock clock) {
        this.caller = caller;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    @Tool(
            name = "receive_messages",
            title = "Streams: Receive",
            description =
                    "Takes messages from a pull consumer. Each is leased to you for about 30 seconds: ack_messages"
                            + " removes them, nack_messages returns them at once, else they return when the lease is over."
                            + " A message may come more than once: see redelivered. peek_messages only looks.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Streams: Receive",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = false,
                            openWorldHint = false))
    @Classed(effect = Effect.CUSTOM, tag = "streams")
    public Uni<Received> receiveMessages(
            @ToolArg(name = "consumer_id_or_name", description = Parameters.CONSUMER) @NotBlank String consumer,
            @ToolArg(name = "batch_size", defaultValue = "10") @Min(1) @Max(MAX_BATCH) int batchSize,
            @ToolArg(name = "wait_seconds", description = "Wait for the first message", defaultValue = "0")
                    @Min(0)
                    @Max(Parameters.MAX_WAIT)
                    int waitSeconds,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format,
            Cancellation cancellation) {
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        Handover handover = new Handover();
        Uni<Received> work = sequin.streams()
                .receive(consumer, batchSize, waitSeconds)
                .flatMap(batch -> batch.messages().isEmpty()
                        ? Uni.createFrom().item(nothing(batch, waitSeconds))
                        : handOut(recipient(connector, sequin, batch.consumer()), sequin, batch, format, handover));
        return handover.guard(
                work, caller::ifUnanswered, () -> cancellation.check().isRequested());
    }

    @Tool(
            name = "peek_messages",
            title = "Streams: Peek",
            description =
                    "Shows the next messages of a pull consumer and returns them at once, so that others still get"
                            + " them. They are gone from others only while it looks; they cannot be acked.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Streams: Peek",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.CUSTOM, tag = "streams")
    public Uni<Peeked> peekMessages(
            @ToolArg(name = "consumer_id_or_name", description = Parameters.CONSUMER) @NotBlank String consumer,
            @ToolArg(name = "batch_size", defaultValue = "5") @Min(1) @Max(MAX_PEEK) int batchSize,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format) {
        return caller.sequin().streams().peek(consumer, batchSize).map(batch -> {
            List<MessageView> messages = fitting(batch.messages(), format).stream()
                    .map(MessageView::withoutAckId)
                    .toList();
            String name = batch.consumer().name();
            List<String> notes = new ArrayList<>(whyEmpty(batch, 0));
            if (messages.size() < batch.messages().size()) {
                notes.add("There were " + batch.messages().size() + "; the others are too large to show beside these.");
            }
            NextStep next = batch.messages().isEmpty()
                    ? NextStep.of("get_sink", "sink_id_or_name", name)
                    : NextStep.of("receive_messages", "consumer_id_or_name", name);
            return new Peeked(name, messages.size(), messages, word(batch.empty()), notes, caller.offered(next));
        });
    }

    @Tool(
            name = "ack_messages",
            title = "Streams: Ack",
            description = "Removes received messages for good: a whole delivery by its delivery_id, or single ones by"
                    + " ack_ids. Says which were accepted, settled before, or never handed to you.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Streams: Ack",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.CUSTOM, tag = "streams")
    public Uni<Settled> ackMessages(
            @ToolArg(name = "consumer_id_or_name", description = Parameters.CONSUMER) @NotBlank String consumer,
            @ToolArg(name = "ack_ids", required = false) @Size(min = 1, max = 1000) @Nullable List<String> ackIds,
            @ToolArg(name = "delivery_id", description = "Instead of ack_ids", required = false) @Nullable
                    String deliveryId) {
        return settle(Verdict.ACK, consumer, ackIds, deliveryId);
    }

    @Tool(
            name = "nack_messages",
            title = "Streams: Nack",
            description = "Returns received messages to the pull consumer at once, for anyone to receive again: a whole"
                    + " delivery by its delivery_id, or single ones by ack_ids. There is no delay and no count: a"
                    + " message that always fails comes back for ever.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Streams: Nack",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.CUSTOM, tag = "streams")
    public Uni<Settled> nackMessages(
            @ToolArg(name = "consumer_id_or_name", description = Parameters.CONSUMER) @NotBlank String consumer,
            @ToolArg(name = "ack_ids", required = false) @Size(min = 1, max = 1000) @Nullable List<String> ackIds,
            @ToolArg(name = "delivery_id", description = "Instead of ack_ids", required = false) @Nullable
                    String deliveryId) {
        return settle(Verdict.NACK, consumer, ackIds, deliveryId);
    }

    @Tool(
            name = "list_deliveries",
            title = "Streams: List deliveries",
            description = "Lists what you received and have neither acked nor nacked, newest first, with the seconds of"
                    + " lease left. Use it when ack ids are lost: detailed shows them.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Streams: List deliveries",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.LIST, tag = "streams")
    public Uni<DeliveryList> listDeliveries(
            @ToolArg(name = "consumer_id_or_name", description = Parameters.CONSUMER, required = false) @Nullable
                    String consumer,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format) {
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        Uni<@Nullable Consumer> stream = consumer == null
                ? Uni.createFrom().nullItem()
                : sequin.streams().consumer(consumer).map(found -> found);
        return stream.flatMap(only -> deliveries.open(
                        connector,
                        sequin.account().name(),
                        only,
                        MAX_DELIVERIES,
                        format.detailed() ? MAX_HELD_EACH : 0))
                .map(open -> listed(open.stream()
                        .filter(delivery -> sequin.reach()
                                .sees(Reach.Kind.SINK, delivery.stream().name()))
                        .toList()));
    }

    /** Writes a batch down, then shows it. What does not fit the answer goes back to the stream. */
    private Uni<Received> handOut(
            Recipient recipient, Sequin sequin, Batch batch, ResponseFormat format, Handover handover) {
        Streams streams = sequin.streams();
        String stream = batch.consumer().id();
        handover.hold(batch.ackIds(), ackIds -> streams.nack(stream, ackIds));
        List<MessageView> views = fitting(batch.messages(), format);
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
                word(batch.empty()),
                whyEmpty(batch, waited),
                afterNothing(batch));
    }

    private static List<String> whyEmpty(Batch batch, int waited) {
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

    private List<NextStep> afterNothing(Batch batch) {
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

    private Uni<Settled> settle(
            Verdict verdict, String consumer, @Nullable List<String> given, @Nullable String deliveryId) {
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
            Recipient recipient = recipient(connector, sequin, stream);
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
        String stream = recipient.stream().id();
        Uni<Consumer> sent =
                switch (settlement.verdict()) {
                    case ACK -> streams.ack(stream, accepted);
                    case NACK -> streams.nack(stream, accepted);
                };
        // Sequin has done it, and would do it again without harm: a ledger that lags behind is no failure
        return sent.call(() -> deliveries
                .settled(recipient, settlement.verdict(), accepted)
                .onFailure()
                .recoverWithNull());
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

    private DeliveryList listed(List<OpenDelivery> open) {
        Instant now = clock.instant();
        List<NextStep> next = open.stream()
                .findFirst()
                .map(newest -> {
                    Map<String, Object> settle =
                            Map.of("consumer_id_or_name", newest.stream().name(), "delivery_id", newest.id());
                    return caller.offered(new NextStep("ack_messages", settle), new NextStep("nack_messages", settle));
                })
                .orElse(List.of());
        List<String> notes = open.size() < MAX_DELIVERIES
                ? List.of()
                : List.of("Only the newest " + MAX_DELIVERIES + " are listed; settle them to see more.");
        return new DeliveryList(
                open.stream().map(delivery -> DeliveryView.of(delivery, now)).toList(), notes, next);
    }

    /** As many of the first messages as an answer holds, one at least. */
    private static List<MessageView> fitting(List<Message> messages, ResponseFormat format) {
        List<MessageView> fitting = new ArrayList<>();
        int size = 0;
        for (Message message : messages) {
            MessageView view = MessageView.of(message, format);
            size += view.size();
            if (size > MAX_CHARACTERS && !fitting.isEmpty()) {
                break;
            }
            fitting.add(view);
        }
        return fitting;
    }

    private static Recipient recipient(String connector, Sequin sequin, Consumer stream) {
        return new Recipient(connector, sequin.account().name(), stream);
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

    private static @Nullable String word(Batch.@Nullable EmptyReason reason) {
        return reason == null ? null : reason.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What was received.
     *
     * @param deliveryId stands for all ack ids in ack_messages and nack_messages; absent when nothing was received
     * @param empty why nothing was received: paused, disabled, in_flight, drained or nothing_available
     */
    @Answer
    public record Received(
            @Nullable String deliveryId,
            String consumer,
            int count,
            List<MessageView> messages,
            @Nullable Instant leaseExpiresAt,
            @Nullable Long leaseSecondsLeft,
            @Nullable String empty,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}

    /** What was looked at, and is available to everyone again. */
    @Answer
    public record Peeked(
            String consumer,
            int count,
            List<MessageView> messages,
            @Nullable String empty,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}

    /**
     * What became of messages that were to be acked or nacked.
     *
     * @param accepted how many Sequin was told of
     * @param acceptedIds which, where ids were given
     * @param unknown ids that this connector was never given; not sent
     * @param settledBefore by ack id, whether it was acked or nacked before; not sent
     * @param heldByLaterDelivery ids that were redelivered since; not sent
     */
    @Answer
    public record Settled(
            String consumer,
            int accepted,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> acceptedIds,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> unknown,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> settledBefore,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> heldByLaterDelivery,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}

    /** Deliveries that are not settled, newest first. */
    @Answer
    public record DeliveryList(
            List<DeliveryView> deliveries,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}

    /**
     * One delivery.
     *
     * @param lease {@code leased}, or {@code over}: then the messages come again on the next receive, and an ack still
     *     removes them
     * @param open how many of its messages are neither acked nor nacked
     * @param count how many it had
     * @param messages the open ones, where detail was asked for
     */
    @Answer
    public record DeliveryView(
            String deliveryId,
            String consumer,
            Instant receivedAt,
            String lease,
            long leaseSecondsLeft,
            int open,
            int count,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HeldView> messages) {

        static DeliveryView of(OpenDelivery delivery, Instant now) {
            return new DeliveryView(
                    delivery.id(),
                    delivery.stream().name(),
                    delivery.receivedAt(),
                    delivery.isLeased(now) ? "leased" : "over",
                    delivery.secondsLeft(now),
                    delivery.openCount(),
                    delivery.count(),
                    delivery.open().stream().map(HeldView::of).toList());
        }
    }

    /** A message of a delivery, without its row. */
    @Answer
    public record HeldView(
            String ackId,
            @Nullable String action,
            @Nullable String table,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> primaryKeys) {

        static HeldView of(OpenDelivery.Held held) {
            return new HeldView(held.ackId(), held.action(), held.table(), held.primaryKeys());
        }
    }
}
