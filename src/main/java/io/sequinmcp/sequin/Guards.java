package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.UpstreamMeters.Kind;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the calls of one account and its Sequin: tries again where that is safe, refuses at once while Sequin
 * is down, and limits how much is under way. One per account, so that a sick Sequin does not touch another.
 */
final class Guards {
    private static final TypeLiteral<Uni<Object>> UNI = new TypeLiteral<>() {};

    private final String account;
    private final Duration pause;
    private final Clock clock;
    private final UpstreamMeters meters;
    private final Guard ordinary;
    private final Guard receives;
    private final Guard retries;
    private final Guard limitedRetries;
    private volatile Instant openSince = Instant.MIN;

    Guards(String account, SequinConfig config, Clock clock, UpstreamMeters meters) {
        this.account = account;
        this.pause = config.breaker().pause();
        this.clock = clock;
        this.meters = meters;
        meters.breaker(Kind.CALL, CircuitBreakerState.CLOSED);
        meters.breaker(Kind.RECEIVE, CircuitBreakerState.CLOSED);
        ordinary = breakerAndBulkhead(Kind.CALL, "calls of " + account, config.breaker(), config.concurrency());
        receives = breakerAndBulkhead(Kind.RECEIVE, "receives of " + account, config.breaker(), config.receives());
        Duration patience = config.retry().maxRetryAfter();
        retries = retry(
                config.retry().max(),
                failure -> failure.effort.mayRepeat(failure.cause) && !asksFor(failure, patience),
                config.retry());
        limitedRetries = retry(
                1,
                failure -> failure.effort.mayRepeatWhenLimited()
                        && failure.cause.is(Code.RATE_LIMITED)
                        && !asksFor(failure, patience),
                config.retry());
    }

    /**
     * Calls and long polls have one each, so that neither keeps the other waiting. Nothing blocks, so no thread
     * changes.
     */
    private Guard breakerAndBulkhead(Kind kind, String name, SequinConfig.Breaker breaker, int limit) {
        return Guard.create()
                .withDescription(name)
                .withThreadOffload(false)
                .withCircuitBreaker()
                .requestVolumeThreshold(breaker.window())
                .failureRatio(breaker.ratio())
                .delay(pause.toMillis(), ChronoUnit.MILLIS)
                .failOn(Sick.class)
                .onStateChange(state -> changed(kind, state))
                .done()
                .withBulkhead()
                .limit(limit)
                .queueSize(limit)
                .done()
                .build();
    }

    private static Guard retry(int max, Predicate<Attempt> again, SequinConfig.Retry config) {
        return Guard.create()
                .withThreadOffload(false)
                .withRetry()
                .maxRetries(max)
                .whenException(failure -> failure instanceof Attempt attempt && again.test(attempt))
                .withCustomBackoff()
                .strategy(() -> new Backoff(config))
                .done()
                .done()
                .build();
    }

    /** Whether Sequin asks for a longer pause than a call can wait for. */
    private static boolean asksFor(Attempt failure, Duration patience) {
        RateLimit limit = failure.cause.problem().rateLimit();
        return limit != null && limit.retryAfterSeconds() != null && limit.retryAfterSeconds() > patience.toSeconds();
    }

    /**
     * Runs a request.
     *
     * @param request sent anew for each try; fails with nothing but {@link SequinException}
     */
    <T> Uni<T> run(Effort effort, Supplier<Uni<T>> request) {
        Guard guard = effort == Effort.RECEIVE ? receives : ordinary;
        Supplier<Uni<T>> attempt = () -> guarded(guard, () -> request.get()
                        .onFailure(SequinException.class)
                        .transform(failure -> labelled(effort, (SequinException) failure)))
                .onFailure()
                .transform(failure -> attempt(effort, failure));
        // One step for whatever fails: a call that works passes each of them, too
        return attempt.get().onFailure(Attempt.class).recoverWithUni(failure -> again((Attempt) failure, attempt)
                .onFailure(Attempt.class)
                .transform(last -> ((Attempt) last).cause));
    }

    /** What follows a failed try. The guards of retries come in only here: most calls never need them. */
    private <T> Uni<T> again(Attempt first, Supplier<Uni<T>> attempt) {
        AtomicBoolean made = new AtomicBoolean();
        return guarded(
                retries,
                () -> guarded(
                        limitedRetries,
                        () -> made.getAndSet(true)
                                ? attempt.get()
                                : Uni.createFrom().failure(first)));
    }

    @SuppressWarnings("unchecked") // a guard hands on the very object that the request gave
    private static <T> Uni<T> guarded(Guard guard, Supplier<Uni<T>> action) {
        return Uni.createFrom().deferred(() -> (Uni<T>) guard.get(() -> (Uni<Object>) (Uni<?>) action.get(), UNI));
    }

    private static Throwable labelled(Effort effort, SequinException failure) {
        return effort.isSick(failure) ? new Sick(failure) : failure;
    }

    private Throwable attempt(Effort effort, Throwable failure) {
        if (failure instanceof Sick sick) {
            return new Attempt(effort, sick.cause);
        }
        if (failure instanceof SequinException known) {
            return new Attempt(effort, known);
        }
        if (failure instanceof CircuitBreakerOpenException) {
            meters.refusedByBreaker();
            return refusal(
                    "The Sequin of account `" + account + "` failed repeatedly, so calls fail at once until it is tried"
                            + " again.",
                    remaining());
        }
        if (failure instanceof BulkheadException) {
            meters.refusedAsTooMany();
            return refusal("Too many calls to the Sequin of account `" + account + "` are under way.", Duration.ZERO);
        }
        return failure;
    }

    /** Not an {@link Attempt}: what we refuse ourselves is not tried again. */
    private static SequinException refusal(String message, Duration after) {
        long seconds = Math.max(1, (after.toMillis() + 999) / 1000);
        return Problem.of(Code.UNAVAILABLE, message)
                .limited(new RateLimit(seconds, null, null, null, null))
                .toException();
    }

    private void changed(Kind kind, CircuitBreakerState state) {
        meters.breaker(kind, state);
        if (state == CircuitBreakerState.OPEN) {
            openSince = clock.instant();
        }
    }

    private Duration remaining() {
        return openSince.equals(Instant.MIN) ? pause : pause.minus(Duration.between(openSince, clock.instant()));
    }

    /** A failure that speaks against Sequin's health; the breaker counts these and no others. */
    private static final class Sick extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient SequinException cause;

        Sick(SequinException cause) {
            super(null, null, false, false);
            this.cause = cause;
        }
    }

    /** A failed try, with what is needed to decide on another. */
    private static final class Attempt extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Effort effort;
        private final transient SequinException cause;

        Attempt(Effort effort, SequinException cause) {
            super(null, null, false, false);
            this.effort = effort;
            this.cause = cause;
        }
    }

    /** As long as Sequin asked for, else a pause that doubles, up to a third longer or shorter at random. */
    private static final class Backoff implements CustomBackoffStrategy {
        private long next;

        Backoff(SequinConfig.Retry config) {
            next = config.delay().toMillis();
        }

        @Override
        public long nextDelayInMillis(@Nullable Throwable failure) {
            if (failure instanceof Attempt attempt) {
                RateLimit limit = attempt.cause.problem().rateLimit();
                if (limit != null && limit.retryAfterSeconds() != null) {
                    return limit.retryAfterSeconds() * 1000;
                }
            }
            long delay = next;
            next *= 2;
            return delay - delay / 3 + ThreadLocalRandom.current().nextLong(2 * delay / 3 + 1);
        }
    }
}
