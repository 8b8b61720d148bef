package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One call's way to an account's Sequin: within its reach and within its time. */
final class Call {
    private final AccountClient client;
    private final Reach reach;
    private final Consumer<String> remarks;
    private final Instant started;
    private final Map<String, Uni<?>> reads = new ConcurrentHashMap<>();

    /** @param remarks takes what is worth telling the caller beside the answer; from any thread */
    Call(AccountClient client, Reach reach, Consumer<String> remarks) {
        this.client = client;
        this.reach = reach;
        this.remarks = remarks;
        this.started = client.clock().instant();
    }

    Call anew() {
        return new Call(client, reach, remarks);
    }

    Reach reach() {
        return reach;
    }

    SecretVault secrets() {
        return client.secrets();
    }

    AccountClient client() {
        return client;
    }

    /** Sends a request; an answer without a body fails like an unreadable one. */
    <T> Uni<T> send(Effort effort, String doing, Function<AccountClient, Uni<T>> request) {
        return sendMaybeEmpty(effort, doing, request).invoke(answer -> {
            if (answer == null) {
                throw client.unreadable(effort, doing);
            }
        });
    }

    /** Sends a request whose answer may be empty: older servers answered ack and nack with 204 (section 13). */
    <T> Uni<T> sendMaybeEmpty(Effort effort, String doing, Function<AccountClient, Uni<T>> request) {
        return Uni.createFrom().deferred(() -> {
            if (effort == Effort.WRITE || effort == Effort.CONFIGURE) {
                reads.clear();
            }
            SlowDowns slowDowns = new SlowDowns();
            return client.send(effort, doing, remaining(effort), () -> request.apply(client), slowDowns)
                    .invoke(answer -> slowDowns.tell(doing, remarks))
                    .onFailure(SequinException.class)
                    .transform(failure -> slowDowns.told((SequinException) failure));
        });
    }

    /**
     * What was read in this call stays known until it changes something, so that nothing is asked twice.
     *
     * @param what tells it from all else that is read
     */
    @SuppressWarnings("unchecked") // whoever reads the same names it the same
    <T> Uni<T> once(String what, Uni<T> read) {
        return (Uni<T>) reads.computeIfAbsent(what, key -> read.memoize().indefinitely());
    }

    /** Lets {@link #once} know something under another name, too. */
    void know(String what, Object read) {
        reads.putIfAbsent(what, Uni.createFrom().item(read));
    }

    /**
     * Sends a receive. The request is seen to its end even if the caller leaves or its time is over: what it leased by
     * then goes to {@code leftOver}.
     *
     * @param within how long it may take, if the call has as much time left
     */
    <T> Uni<T> receive(String doing, Duration within, Function<AccountClient, Uni<T>> request, Consumer<T> leftOver) {
        return Uni.createFrom().deferred(() -> {
            Duration remaining = remaining(Effort.RECEIVE);
            Uni<T> whole = client.unlimited(Effort.RECEIVE, doing, () -> request.apply(client)
                    // Also an answer that never ends has an end
                    .ifNoItem()
                    .after(AccountClient.LONGEST_POLL.plus(client.config().receiveMargin()))
                    .fail()
                    .onItem()
                    .ifNull()
                    .failWith(() -> client.unreadable(Effort.RECEIVE, doing)));
            return client.within(
                    Effort.RECEIVE,
                    doing,
                    within.compareTo(remaining) < 0 ? within : remaining,
                    Custody.of(whole, leftOver));
        });
    }

    /** What is left of the call's time; a millisecond at least, so that a late call fails as one. */
    Duration remaining(Effort effort) {
        Duration whole =
                switch (effort) {
                    case CONFIGURE -> client.config().configTimeout();
                    case READ, REPEATABLE, RECEIVE, WRITE -> client.config().callTimeout();
                };
        Duration left = whole.minus(Duration.between(started, client.clock().instant()));
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }
}
