package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.generated.model.AckRequest;
import io.sequinmcp.sequin.generated.model.Success;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;

/** Pull consumption of sinks of type {@code sequin_stream}. Any other sink is refused with its type. */
public final class Streams {
    static final String PARAMETER = "consumer_id_or_name";
    private static final int MAX_BATCH = 1000;
    private static final int MAX_PEEK = 10;

    private final Call call;
    private final Finder finder;
    private final Return giveBack;

    Streams(Call call) {
        this.call = call;
        this.finder = new Finder(call);
        this.giveBack = new Return(call.client());
    }

    /** The stream of this name or id. Remembered for a few seconds, as Sequin itself does. */
    public Uni<Consumer> consumer(String idOrName) {
        return Uni.createFrom().deferred(() -> stream(idOrName)).map(Streams::consumer);
    }

    /**
     * Leases messages. Waits on while messages are in flight, where Sequin would answer with nothing at once (recording
     * 373). If the subscriber goes away meanwhile, what was leased is handed back.
     *
     * @param batchSize 1 to 1000
     * @param waitSeconds 0 (don't wait for messages; to tell why there are none takes half a second) to 25
     */
    public Uni<Batch> receive(String idOrName, int batchSize, int waitSeconds) {
        return Uni.createFrom().deferred(() -> {
            checkRange("batch_size", batchSize, 1, MAX_BATCH);
            checkRange("wait_seconds", waitSeconds, 0, (int) AccountClient.LONGEST_POLL.toSeconds());
            return stream(idOrName).flatMap(sink -> poll(sink, batchSize, Duration.ofSeconds(waitSeconds)));
        });
    }

    /**
     * Shows messages without keeping their lease: before this answers, it has handed them back, or tried to until it
     * was clear that only the end of their lease will.
     *
     * @param batchSize 1 to 10
     */
    public Uni<Peek> peek(String idOrName, int batchSize) {
        return Uni.createFrom().deferred(() -> {
            checkRange("batch_size", batchSize, 1, MAX_PEEK);
            return stream(idOrName)
                    .flatMap(sink -> poll(sink, batchSize, Duration.ZERO))
                    .flatMap(batch -> batch.messages().isEmpty()
                            ? Uni.createFrom().item(new Peek(batch, true))
                            : handBack(batch, batch.ackIds())
                                    .replaceWith(new Peek(batch, true))
                                    .onFailure()
                                    .recoverWithItem(new Peek(batch, false)));
        });
    }

    private Uni<Batch> poll(Sink sink, int batchSize, Duration wait) {
        return new Polling(call, giveBack, sink, batchSize, wait).next();
    }

    /** Removes messages for good. Sequin doesn't say which of the ids it knew. */
    public Uni<Void> ack(Consumer consumer, Collection<String> ackIds) {
        return settle(
                consumer,
                ackIds,
                "acknowledge messages",
                (client, ids) -> client.streams.ackMessages(consumer.id(), ids));
    }

    /** Hands messages back; they can be received again at once. */
    public Uni<Void> nack(Consumer consumer, Collection<String> ackIds) {
        return settle(
                consumer,
                ackIds,
                "hand messages back",
                (client, ids) -> client.streams.nackMessages(consumer.id(), ids));
    }

    /**
     * Hands back what was received and reaches nobody: tries again, outlives the call, and does nothing once the lease
     * may be over, for then somebody else may hold the messages.
     *
     * @param ackIds of that batch
     */
    public Uni<Void> handBack(Batch batch, Collection<String> ackIds) {
        return giveBack.of(batch, ackIds).replaceWithVoid();
    }

    private Uni<Void> settle(
            Consumer consumer,
            Collection<String> ackIds,
            String doing,
            BiFunction<AccountClient, AckRequest, Uni<Success>> request) {
        return Uni.createFrom()
                .deferred(() -> {
                    AckRequest ids = new AckRequest().ackIds(AckIds.of(ackIds));
                    return call.sendMaybeEmpty(
                            Effort.REPEATABLE,
                            doing + " of " + Named.named(ResourceKind.SINK, consumer.name()),
                            client -> request.apply(client, ids));
                })
                .onFailure(Streams::isGone)
                .invoke(call.client().consumers()::forgetAll)
                .replaceWithVoid();
    }

    private Uni<Sink> stream(String idOrName) {
        Uni<Sink> sink = call.client()
                .consumers()
                .get(idOrName)
                .filter(finder::sees)
                .map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> lookedUp(idOrName));
        return sink.flatMap(found -> found.isStream()
                ? Uni.createFrom().item(found)
                : Uni.createFrom().failure(noStream(found)));
    }

    private Uni<Sink> lookedUp(String idOrName) {
        return finder.sink(idOrName)
                .invoke(sink -> call.client().consumers().put(idOrName, sink))
                .onFailure(Streams::isGone)
                .recoverWithUni(failure -> finder.sinks()
                        .onFailure()
                        .recoverWithItem(List.of())
                        .flatMap(all -> Uni.createFrom()
                                .failure(notFound(
                                        (SequinException) failure,
                                        idOrName,
                                        all.stream()
                                                .filter(Sink::isStream)
                                                .map(Sink::name)
                                                .toList()))));
    }

    private static SequinException notFound(SequinException failure, String idOrName, List<String> streams) {
        return failure.problem()
                .at(PARAMETER, Nearest.to(idOrName, streams))
                .next(NextStep.of("list_sinks", "type", Sink.STREAM_TYPE))
                .toException();
    }

    private static SequinException noStream(Sink sink) {
        return Problem.invalid(
                        PARAMETER,
                        Named.quoted(sink.name()) + " is a sink of type " + sink.destinationType()
                                + "; only sinks of type sequin_stream are read this way.",
                        List.of())
                .next(NextStep.of("list_sinks", "type", Sink.STREAM_TYPE))
                .toException();
    }

    static boolean isGone(Throwable failure) {
        return failure instanceof SequinException known && known.is(Code.NOT_FOUND);
    }

    static Consumer consumer(Sink sink) {
        return new Consumer(sink.id(), sink.name());
    }

    private static void checkRange(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw Problem.invalid(parameter, parameter + " is " + least + " to " + most + ".", List.of())
                    .toException();
        }
    }
}
