package io.sequinmcp.tools;

import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.deliveries.Deliveries;
import io.sequinmcp.deliveries.OpenDelivery;
import io.sequinmcp.deliveries.OpenPage;
import io.sequinmcp.deliveries.Verdict;
import io.sequinmcp.sequin.Batch;
import io.sequinmcp.sequin.Consumer;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Peek;
import io.sequinmcp.sequin.Reach;
import io.sequinmcp.sequin.Sequin;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Streams: sinks that are read by receiving messages and acking or nacking them. */
@Guarded
@Singleton
public class StreamTools {
    /** An ack id alone costs some 25 tokens; more messages than these never fit an answer. */
    static final int MAX_BATCH = 100;

    static final int MAX_PEEK = 10;

    private static final int MAX_DELIVERIES = 50;
    private static final int MAX_HELD_EACH = 100;

    private final Caller caller;
    private final Deliveries deliveries;
    private final Clock clock;
    private final Receiving receiving;
    private final Settling settling;
    private final EmptyBatch emptyBatch;

    public StreamTools(Caller caller, Deliveries deliveries, Clock clock) {
        this.caller = caller;
        this.deliveries = deliveries;
        this.clock = clock;
        this.emptyBatch = new EmptyBatch(caller);
        this.receiving = new Receiving(caller, deliveries, emptyBatch, clock);
        this.settling = new Settling(caller, deliveries);
    }

    @Tool(
            name = "receive_messages",
            title = "Streams: Receive",
            description =
                    "Takes messages from a pull consumer. Each is leased to you for about 30 seconds, and returns when"
                            + " that is over. ack_messages removes them before, nack_messages returns them at once. A"
                            + " message may come more than once: see redelivered. peek_messages only looks.",
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
            Progress progress,
            Cancellation cancellation) {
        Pace pace = new Pace(progress, cancellation, caller);
        Uni<Received> received = receiving.receive(consumer, batchSize, waitSeconds, format, pace.isCancelled());
        return waitSeconds == 0
                ? received
                : pace.tellingTime(
                        received,
                        (long) waitSeconds,
                        seconds -> "No message yet after " + seconds + " of " + waitSeconds + " s");
    }

    @Tool(
            name = "peek_messages",
            title = "Streams: Peek",
            description =
                    "Shows the next messages of a pull consumer and returns them at once, so that others still get"
                            + " them. They are gone from others only while it looks, and cannot be acked."
                            + " receive_messages takes them.",
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
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format,
            Progress progress,
            Cancellation cancellation) {
        Pace pace = new Pace(progress, cancellation, caller);
        return pace.whileWanted(pace.tellingTime(
                caller.sequin().streams().peek(consumer, batchSize).map(peek -> peeked(peek, format)),
                null,
                seconds -> "Looking, and handing back, for " + seconds + " s"));
    }

    @Tool(
            name = "ack_messages",
            title = "Streams: Ack",
            description = "Removes received messages for good, once they are processed: a whole delivery by its"
                    + " delivery_id, or single ones by ack_ids. Says which were accepted, settled before, or"
                    + " never handed to you.",
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
        return settling.settle(Verdict.ACK, consumer, ackIds, deliveryId);
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
        return settling.settle(Verdict.NACK, consumer, ackIds, deliveryId);
    }

    @Tool(
            name = "list_deliveries",
            title = "Streams: List deliveries",
            description = "Lists what this connector received and has neither acked nor nacked, newest first, with"
                    + " the seconds of lease left. For when ack ids were lost: detailed shows them.",
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
            @ToolArg(name = "limit", defaultValue = "20") @Min(1) @Max(MAX_DELIVERIES) int limit,
            @ToolArg(name = "cursor", description = Parameters.CURSOR, required = false) @Nullable String cursor,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format) {
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        Uni<@Nullable Consumer> stream = consumer == null
                ? Uni.createFrom().nullItem()
                : sequin.streams().consumer(consumer).map(found -> found);
        return stream.flatMap(only -> deliveries.open(
                        connector, sequin.account().name(), only, cursor, limit, format.detailed() ? MAX_HELD_EACH : 0))
                .map(page -> listed(page, sequin.reach()));
    }

    private Peeked peeked(Peek peek, ResponseFormat format) {
        Batch batch = peek.batch();
        List<MessageView> messages = MessageView.fitting(batch.messages(), format).stream()
                .map(MessageView::withoutAckId)
                .toList();
        String name = batch.consumer().name();
        List<String> notes = new ArrayList<>(EmptyBatch.why(batch));
        if (messages.size() < batch.messages().size()) {
            notes.add("There were " + batch.messages().size() + "; the others are too large to show beside these.");
        }
        if (!peek.returned()) {
            notes.add("Sequin did not take them back, although it was asked again and again: nobody can receive them"
                    + " until their lease is over, in about 30 seconds.");
        }
        NextStep next = batch.messages().isEmpty()
                ? NextStep.of("get_sink", "sink_id_or_name", name)
                : NextStep.of("receive_messages", "consumer_id_or_name", name);
        return new Peeked(name, messages.size(), messages, EmptyBatch.word(batch), notes, caller.offered(next));
    }

    private DeliveryList listed(OpenPage page, Reach reach) {
        List<OpenDelivery> open = page.deliveries().stream()
                .filter(delivery ->
                        reach.sees(Reach.Kind.SINK, delivery.stream().name()))
                .toList();
        Instant now = clock.instant();
        List<NextStep> next = open.stream()
                .findFirst()
                .map(newest -> {
                    Map<String, Object> settle =
                            Map.of("consumer_id_or_name", newest.stream().name(), "delivery_id", newest.id());
                    return caller.offered(new NextStep("ack_messages", settle), new NextStep("nack_messages", settle));
                })
                .orElse(List.of());
        return new DeliveryList(
                page.total(),
                open.stream().map(delivery -> DeliveryView.of(delivery, now)).toList(),
                page.next(),
                next);
    }
}
