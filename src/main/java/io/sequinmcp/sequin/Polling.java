package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Batch.EmptyReason;
import io.sequinmcp.sequin.generated.model.ReceiveRequest;
import io.sequinmcp.sequin.generated.model.ReceivedMessage;
import io.sequinmcp.sequin.generated.model.ReceivedMessages;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One receive of ours, made of as many of Sequin's as it takes. Sequin's own wait ends at once while any message of the
 * stream is in flight or held back (recording 373), so then we pause and ask again until the time is over.
 */
final class Polling {
    /** Sequin takes no shorter wait (recording 331), and none at all is left out rather than 0 (recording 329). */
    private static final Duration SHORTEST_POLL = Duration.ofMillis(500);

    /**
     * How long one request to Sequin waits at most. Sequin leases messages to a request also when nobody waits for its
     * answer any more; the shorter the request, the sooner that ends.
     */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

    /** An answer that much before its time is one that did not wait. */
    private static final Duration EARLY = Duration.ofMillis(100);

    private final Call call;
    private final Finder finder;
    private final Return giveBack;
    private final ReceiveFailures failures;
    private final Sink sink;
    private final int batchSize;
    private final Instant end;
    private boolean inFlight;
    private boolean looked;

    Polling(Call call, Return giveBack, Sink sink, int batchSize, Duration wait) {
        this.call = call;
        this.finder = new Finder(call);
        this.giveBack = giveBack;
        this.failures = new ReceiveFailures(call, finder, sink);
        this.sink = sink;
        this.batchSize = batchSize;
        this.end = now().plus(wait);
    }

    Uni<Batch> next() {
        Duration left = left();
        return poll(
                left.compareTo(SHORTEST_POLL) < 0
                        ? Duration.ZERO
                        : left.compareTo(LONGEST_POLL) < 0 ? left : LONGEST_POLL);
    }

    private Uni<Batch> poll(Duration wait) {
        Instant asked = now();
        return request(wait).flatMap(batch -> {
            if (!batch.messages().isEmpty()) {
                return Uni.createFrom().item(batch);
            }
            boolean waited = !wait.isZero() && Duration.between(asked, now()).compareTo(wait.minus(EARLY)) >= 0;
            if (!wait.isZero()) {
                // An answer before the time is over says that something is there, leased or held back
                inFlight = !waited;
            }
            if (!looked) {
                return look(waited, wait.isZero());
            }
            return goOn(waited);
        });
    }

    /**
     * A sink that is paused, disabled or takes nothing answers with nothing, too (recordings 416, 422). Where that is
     * not so and nobody waited, the shortest wait tells an empty stream from one whose messages are all leased.
     */
    private Uni<Batch> look(boolean waited, boolean ask) {
        looked = true;
        return finder.sink(sink.id()).onFailure().recoverWithItem(sink).flatMap(current -> switch (current.status()) {
            case "paused" -> empty(EmptyReason.PAUSED);
            case "disabled" -> empty(EmptyReason.DISABLED);
            default -> takesNothing(current) ? empty(EmptyReason.FILTERED) : ask ? poll(SHORTEST_POLL) : goOn(waited);
        });
    }

    private Uni<Batch> goOn(boolean waited) {
        if (call.client().isStopping()) {
            return empty(EmptyReason.STOPPING);
        }
        Duration pause = waited ? Duration.ZERO : call.client().config().pollInterval();
        if (left().compareTo(pause.plus(waited ? SHORTEST_POLL : Duration.ZERO)) < 0) {
            return empty(inFlight ? EmptyReason.IN_FLIGHT : EmptyReason.DRAINED);
        }
        return waited
                ? next()
                : Uni.createFrom().voidItem().onItem().delayIt().by(pause).flatMap(done -> next());
    }

    private Uni<Batch> empty(EmptyReason reason) {
        return Uni.createFrom().item(new Batch(Streams.consumer(sink), List.of(), now(), reason, takes(sink)));
    }

    private Uni<Batch> request(Duration wait) {
        ReceiveRequest request = new ReceiveRequest().batchSize(batchSize);
        if (!wait.isZero()) {
            request.waitFor(wait.toMillis());
        }
        String doing = "receive messages of " + Named.named(ResourceKind.SINK, sink.name());
        return failures.explained(call.receive(
                        doing,
                        wait.plus(call.client().config().receiveMargin()),
                        client -> client.streams.receiveMessages(sink.id(), request),
                        received -> giveBack.inBackground(batch(received)))
                .map(received -> {
                    Batch batch = batch(received);
                    if (received.getData() != null
                            && !received.getData().stream().allMatch(Polling::canBeSettled)) {
                        giveBack.inBackground(batch);
                        throw call.client().unreadable(Effort.RECEIVE, doing);
                    }
                    return batch;
                }));
    }

    /** What can be settled of what was received, each message once. */
    private Batch batch(ReceivedMessages received) {
        Map<String, Message> messages = new LinkedHashMap<>();
        Finder.items(received.getData()).stream()
                .filter(Polling::canBeSettled)
                .forEach(message ->
                        messages.putIfAbsent(message.getAckId(), new Message(message.getAckId(), message.getData())));
        return new Batch(Streams.consumer(sink), List.copyOf(messages.values()), now(), null, null);
    }

    private static boolean canBeSettled(@Nullable ReceivedMessage message) {
        return message != null && !Fields.orEmpty(message.getAckId()).isBlank();
    }

    private static boolean takesNothing(Sink sink) {
        return sink.raw().containsKey("actions") && sink.actions().isEmpty();
    }

    /** What a sink takes, if that is not everything of its database. */
    private static @Nullable String takes(Sink sink) {
        List<String> takes = new ArrayList<>();
        if (!sink.actions().isEmpty() && sink.actions().size() < 3) {
            takes.add(String.join(" and ", sink.actions()));
        }
        Source source = sink.source();
        add(takes, "tables", source.includeTables());
        add(takes, "schemas", source.includeSchemas());
        add(takes, "all but tables", source.excludeTables());
        add(takes, "all but schemas", source.excludeSchemas());
        return takes.isEmpty() ? null : String.join(", ", takes);
    }

    private static void add(List<String> takes, String what, List<String> names) {
        if (!names.isEmpty()) {
            takes.add(what + " "
                    + String.join(
                            ", ", names.stream().limit(10).map(Named::quoted).toList())
                    + (names.size() > 10 ? " and " + (names.size() - 10) + " more" : ""));
        }
    }

    private Duration left() {
        return Duration.between(now(), end);
    }

    private Instant now() {
        return call.client().clock().instant();
    }
}
