package io.sequinmcp.sequin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the requests to one account's Sequin, each try by itself, and shows whether its breakers are open.
 * Stays when the client of the account is made anew.
 */
final class UpstreamMeters {
    /** Calls and receives apart: a receive waits for messages, for up to 25 seconds. */
    enum Kind {
        CALL,
        RECEIVE;

        static Kind of(Effort effort) {
            return effort == Effort.RECEIVE ? RECEIVE : CALL;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int OUTCOMES = Problem.Code.values().length + 1;
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final String account;
    private final MeterRegistry registry;
    private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(Kind.values().length * OUTCOMES);
    private final Counter brokenOff;
    private final Counter tooMany;
    private volatile double callBreaker;
    private volatile double receiveBreaker;

    UpstreamMeters(String account, MeterRegistry registry) {
        this.account = account;
        this.registry = registry;
        brokenOff = refusals("breaker_open");
        tooMany = refusals("too_many");
        breaker(Kind.CALL, () -> callBreaker);
        breaker(Kind.RECEIVE, () -> receiveBreaker);
    }

    private Counter refusals(String reason) {
        return Counter.builder("sequin.mcp.upstream.refusals")
                .description("Requests that were not sent to Sequin")
                .tags("account", account, "reason", reason)
                .register(registry);
    }

    private void breaker(Kind kind, Supplier<Number> state) {
        Gauge.builder("sequin.mcp.upstream.breaker", state)
                .description("The breaker of an account: 0 closed, 0.5 trying, 1 open")
                .tags("account", account, "kind", kind.word())
                .register(registry);
    }

    /** Times one request, from when it is sent. */
    <T> Uni<T> timed(Effort effort, Uni<T> request) {
        return Uni.createFrom().deferred(() -> {
            long since = System.nanoTime();
            return request.onItemOrFailure()
                    .invoke((item, failure) -> record(Kind.of(effort), failure, System.nanoTime() - since));
        });
    }

    private void record(Kind kind, @Nullable Throwable failure, long nanos) {
        int outcome = 0;
        if (failure != null) {
            outcome = 1
                    + (failure instanceof SequinException known
                                    ? known.problem().code()
                                    : Problem.Code.INTERNAL)
                            .ordinal();
        }
        int place = kind.ordinal() * OUTCOMES + outcome;
        Timer timer = timers.get(place);
        if (timer == null) {
            timer = timer(kind, outcome);
            timers.set(place, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind, int outcome) {
        String word =
                outcome == 0 ? "ok" : Problem.Code.values()[outcome - 1].name().toLowerCase(Locale.ROOT);
        return Timer.builder("sequin.mcp.upstream.requests")
                .description("Requests to Sequin, each try by itself")
                .tags("account", account, "kind", kind.word(), "outcome", word)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    void refusedByBreaker() {
        brokenOff.increment();
    }

    void refusedAsTooMany() {
        tooMany.increment();
    }

    void breaker(Kind kind, CircuitBreakerState state) {
        double value =
                switch (state) {
                    case CLOSED -> 0;
                    case HALF_OPEN -> 0.5;
                    case OPEN -> 1;
                };
        switch (kind) {
            case CALL -> callBreaker = value;
            case RECEIVE -> receiveBreaker = value;
        }
    }
}
