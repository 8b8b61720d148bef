package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Batch.EmptyReason;
import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.generated.model.AckRequest;
import io.sequinmcp.sequin.generated.model.ReceiveRequest;
import io.sequinmcp.sequin.generated.model.ReceivedMessages;
import io.sequinmcp.sequin.generated.model.Success;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Pull consumption of sinks of type {@code sequin_stream}. Any other sink is refused with its type. */
public final class Streams {
    private static final Logger LOG = Logger.getLogger(Streams.class);
    private static final String PARAMETER = "consumer_id_or_name";
    private static final int MAX_BATCH = 1000;
    private static final int MAX_PEEK = 10;
    private static final long UNSEEN_SECONDS = 12;
    private static final String PEEKED = "hand back what was looked at";

    /** Sequin takes no shorter wait (recording 331), and none at all is left out rather than 0 (recording 329). */
    private static final Duration SHORTEST_POLL = Duration.ofMillis(500);

    private final Call call;
    private final Finder finder;

    Streams(Call call) {
        this.call = call;
        this.finder = new Finder(call);
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
     * @param waitSeconds 0 (answer at once) to 25
     */
    public Uni<Batch> receive(String idOrName, int batchSize, int waitSeconds) {
        return Uni.createFrom().deferred(() -> {
            checkRange("batch_size", batchSize, 1, MAX_BATCH);
            checkRange("wait_seconds", waitSeconds, 0, (int) AccountClient.LONGEST_POLL.toSeconds());
            return stream(idOrName)
                    .flatMap(sink -> new Polling(sink, batchSize, Duration.ofSeconds(waitSeconds)).next());
        });
    }

    /**
     * Shows messages without keeping their lease: they are handed back before this answers, and also when it fails.
     *
     * @param batchSize 1 to 10
     */
    public Uni<Batch> peek(String idOrName, int batchSize) {
        return Uni.createFrom().deferred(() -> {
            checkRange("batch_size", batchSize, 1, MAX_PEEK);
            return stream(idOrName)
                    .flatMap(sink -> new Polling(sink, batchSize, Duration.ZERO).next())
                    .call(batch -> batch.messages().isEmpty()
                            ? Uni.createFrom().voidItem()
                            : settle(batch.consumer(), batch.ackIds(), PEEKED, this::nackRequest));
        });
    }

    /** Removes messages for good. Sequin doesn't say which of the ids it knew. */
    public Uni<Consumer> ack(String idOrName, Collection<String> ackIds) {
        return settle(idOrName, ackIds, "acknowledge messages", this::ackRequest);
    }

    /** Hands messages back; they can be received again at once. */
    public Uni<Consumer> nack(String idOrName, Collection<String> ackIds) {
        return settle(idOrName, ackIds, "hand messages back", this::nackRequest);
    }

    private Uni<Consumer> settle(
            String idOrName, Collection<String> ackIds, String doing, Function<Settling, Uni<Success>> request) {
        return Uni.createFrom().deferred(() -> {
            List<String> ids = AckIds.of(ackIds);
            return consumer(idOrName)
                    .call(consumer -> settle(consumer, ids, doing, request))
                    .onFailure(Streams::isGone)
                    .invoke(call.client().consumers()::forgetAll);
        });
    }

    private Uni<Success> settle(
            Consumer consumer, List<String> ids, String doing, Function<Settling, Uni<Success>> request) {
        return call.sendMaybeEmpty(
                Effort.REPEATABLE,
                doing + " of " + Named.named(ResourceKind.SINK, consumer.name()),
                client -> request.apply(new Settling(client, consumer.id(), ids)));
    }

    private record Settling(AccountClient client, String sink, List<String> ids) {}

    private Uni<Success> ackRequest(Settling settling) {
        return settling.client.streams.ackMessages(settling.sink, new AckRequest().ackIds(settling.ids));
    }

    private Uni<Success> nackRequest(Settling settling) {
        return settling.client.streams.nackMessages(settling.sink, new AckRequest().ackIds(settling.ids));
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

    private static boolean isGone(Throwable failure) {
        return failure instanceof SequinException known && known.is(Code.NOT_FOUND);
    }

    private static Consumer consumer(Sink sink) {
        return new Consumer(sink.id(), sink.name());
    }

    private static void checkRange(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw Problem.invalid(parameter, parameter + " is " + least + " to " + most + ".", List.of())
                    .toException();
        }
    }

    /**
     * One receive of ours, made of as many of Sequin's as it takes. Sequin's own wait ends at once while any message of
     * the stream is in flight or held back, so then we pause and ask again until the time is over.
     */
    private final class Polling {
        private final Sink sink;
        private final int batchSize;
        private final Instant end;
        private final boolean waits;
        private boolean inFlight;
        private boolean statusChecked;

        Polling(Sink sink, int batchSize, Duration wait) {
            this.sink = sink;
            this.batchSize = batchSize;
            this.waits = !wait.isZero();
            this.end = now().plus(wait);
        }

        Uni<Batch> next() {
            Instant asked = now();
            Duration left = Duration.between(asked, end);
            Duration poll = left.compareTo(SHORTEST_POLL) < 0 ? Duration.ZERO : left;
            return request(poll).flatMap(messages -> {
                if (!messages.isEmpty()) {
                    return Uni.createFrom().item(new Batch(consumer(sink), messages, null));
                }
                // An answer before the time is over says that something is there, leased or held back
                Duration took = Duration.between(asked, now());
                inFlight |= !poll.isZero() && took.compareTo(poll.minus(SHORTEST_POLL.dividedBy(2))) < 0;
                return statusChecked ? goOn() : checkStatus();
            });
        }

        private Uni<Batch> goOn() {
            Duration pause = call.client().config().pollInterval();
            if (!waits || now().plus(pause).isAfter(end)) {
                return empty(
                        inFlight ? EmptyReason.IN_FLIGHT : waits ? EmptyReason.DRAINED : EmptyReason.NOTHING_AVAILABLE);
            }
            return Uni.createFrom().voidItem().onItem().delayIt().by(pause).flatMap(done -> next());
        }

        /** A paused or disabled sink answers with nothing, too (recordings 416, 422). */
        private Uni<Batch> checkStatus() {
            statusChecked = true;
            return finder.sink(sink.id())
                    .onFailure()
                    .recoverWithItem(sink)
                    .flatMap(current -> switch (current.status()) {
                        case "paused" -> empty(EmptyReason.PAUSED);
                        case "disabled" -> empty(EmptyReason.DISABLED);
                        default -> goOn();
                    });
        }

        private Uni<Batch> empty(EmptyReason reason) {
            return Uni.createFrom().item(new Batch(consumer(sink), List.of(), reason));
        }

        private Uni<List<Message>> request(Duration poll) {
            ReceiveRequest request = new ReceiveRequest().batchSize(batchSize);
            if (!poll.isZero()) {
                request.waitFor(poll.toMillis());
            }
            return call.receive(
                            "receive messages of " + Named.named(ResourceKind.SINK, sink.name()),
                            client -> client.streams.receiveMessages(sink.id(), request),
                            this::handBack)
                    .map(Streams::messages)
                    .onFailure(Streams::isGone)
                    .recoverWithUni(failure -> unseen((SequinException) failure))
                    .onFailure(failure -> failure instanceof SequinException known
                            && known.hasStatus(500)
                            && known.body() != null
                            && known.body().byFramework())
                    .transform(failure -> unrendered((SequinException) failure));
        }

        /** Sequin remembers for about 10 s that a stream was not there, also after it was made (section 8.3). */
        private Uni<List<Message>> unseen(SequinException failure) {
            call.client().consumers().forgetAll();
            return finder.sink(sink.id()).flatMap(there -> Uni.createFrom()
                    .failure(Problem.of(
                                    Code.UNAVAILABLE,
                                    Named.named(ResourceKind.SINK, there.name())
                                            + " is there, but Sequin does not hand out its messages yet: for"
                                            + " about 10 seconds it remembers that the name was unknown.")
                            .answered(404, Map.of())
                            .limited(new RateLimit(UNSEEN_SECONDS, null, null, null, null))
                            .next(NextStep.again())
                            .toException()));
        }

        /** A transform or enrichment that fails on one message fails the whole batch (section 8.3). */
        private SequinException unrendered(SequinException failure) {
            Problem problem = failure.problem();
            return new SequinException(
                    problem.saying(problem.message()
                                    + " Most often a transform or an enrichment fails on a message, and the whole batch"
                                    + " with it; the messages stay leased until their lease is over.")
                            .next(
                                    new NextStep(
                                            "get_sink",
                                            Map.of("sink_id_or_name", sink.name(), "response_format", "detailed")),
                                    new NextStep(
                                            "receive_messages",
                                            Map.of("consumer_id_or_name", sink.name(), "batch_size", 1))),
                    failure.body());
        }

        /** Nobody waits for these any more; without this they would be invisible to all for 30 s. */
        private void handBack(ReceivedMessages received) {
            List<String> ids = messages(received).stream().map(Message::ackId).toList();
            if (ids.isEmpty()) {
                return;
            }
            AccountClient client = call.client();
            client.unlimited(
                            Effort.REPEATABLE,
                            "hand messages back",
                            () -> nackRequest(new Settling(client, sink.id(), ids)))
                    .subscribe()
                    .with(
                            done -> LOG.debugf("Handed back %d messages nobody waited for", ids.size()),
                            failure -> LOG.warnf(
                                    "%d messages of sink %s stay leased until their lease is over: %s",
                                    ids.size(), sink.name(), failure.getMessage()));
        }
    }

    private static List<Message> messages(ReceivedMessages received) {
        return Finder.items(received.getData()).stream()
                .map(message -> new Message(message.getAckId(), message.getData()))
                .toList();
    }

    private Instant now() {
        return call.client().clock().instant();
    }
}
