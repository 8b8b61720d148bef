package io.sequinmcp.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.Limits;
import io.sequinmcp.connectors.WriteBudget;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.RateLimit;
import io.sequinmcp.tools.Effect;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps connectors to their {@link Limits}. What is refused reaches neither the tool nor Sequin. */
@Singleton
class CallLimiter {
    private static final int WINDOW_SECONDS = 60;

    private final WriteBudget writes;
    private final Clock clock;
    private final Counter perMinuteRefusals;
    private final Counter concurrentRefusals;
    private final Counter writeRefusals;
    private final Map<String, Meter> meters = new ConcurrentHashMap<>();

    CallLimiter(WriteBudget writes, Clock clock, MeterRegistry registry) {
        this.writes = writes;
        this.clock = clock;
        perMinuteRefusals = refusals("calls_per_minute", registry);
        concurrentRefusals = refusals("concurrent_calls", registry);
        writeRefusals = refusals("writes_per_day", registry);
    }

    private static Counter refusals(String limit, MeterRegistry registry) {
        return Counter.builder("sequin.mcp.limit.refusals")
                .description("Calls refused by a limit of their connector")
                .tag("limit", limit)
                .register(registry);
    }

    /**
     * A call that may go on.
     *
     * @param remaining calls left of this minute, null if those are not limited
     * @param resetSeconds until one more is left
     */
    record Permit(@Nullable Integer remaining, long resetSeconds, Runnable end) {}

    /** Fails with a {@link Problem} if the call is one too many; else the permit's {@code end} must be run after it. */
    Uni<Permit> admit(Connector connector, Effect effect) {
        Limits limits = connector.terms().limits();
        Permit permit =
                meters.computeIfAbsent(connector.id(), id -> new Meter()).admit(limits, clock.instant());
        Integer perDay = limits.writesPerDay();
        if (perDay == null || !isWrite(effect)) {
            return Uni.createFrom().item(permit);
        }
        return writes.take(connector.id(), perDay)
                .invoke(taken -> {
                    if (!taken) {
                        writeRefusals.increment();
                        throw refusal(
                                "This connector may change something %d times a day (UTC), and has.".formatted(perDay),
                                untilTomorrow(),
                                perDay,
                                null);
                    }
                })
                .onFailure()
                .invoke(permit.end())
                .onCancellation()
                .invoke(permit.end())
                .replaceWith(permit);
    }

    private static boolean isWrite(Effect effect) {
        return switch (effect) {
            case CREATE, UPDATE, DELETE -> true;
            case GET, LIST, CUSTOM -> false;
        };
    }

    private Duration untilTomorrow() {
        Instant now = clock.instant();
        Instant tomorrow = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return Duration.between(now, tomorrow);
    }

    private static RuntimeException refusal(
            String message, Duration after, @Nullable Integer limit, @Nullable Integer windowSeconds) {
        long seconds = Math.max(1, (after.toMillis() + 999) / 1000);
        return Problem.of(Code.RATE_LIMITED, message)
                .limited(new RateLimit(
                        seconds,
                        limit == null ? null : (long) limit,
                        0L,
                        windowSeconds == null ? null : (long) windowSeconds,
                        null))
                .toException();
    }

    /** What one connector has under way, and what is left of its minute: a bucket that fills steadily. */
    private final class Meter {
        private double left = Double.NaN;
        private Instant filledAt = Instant.EPOCH;
        private int underWay;

        synchronized Permit admit(Limits limits, Instant now) {
            Integer concurrent = limits.concurrentCalls();
            if (concurrent != null && underWay >= concurrent) {
                concurrentRefusals.increment();
                throw refusal(
                        "This connector may have %d calls under way at once, and has.".formatted(concurrent),
                        Duration.ofSeconds(1),
                        concurrent,
                        null);
            }
            Integer perMinute = limits.callsPerMinute();
            Integer remaining = null;
            long reset = 0;
            if (perMinute != null) {
                double perSecond = perMinute / (double) WINDOW_SECONDS;
                fill(perMinute, perSecond, now);
                reset = (long) Math.ceil((1 - left % 1) / perSecond);
                if (left < 1) {
                    perMinuteRefusals.increment();
                    throw refusal(
                            "This connector may make %d calls a minute, and has.".formatted(perMinute),
                            Duration.ofMillis((long) Math.ceil((1 - left) / perSecond * 1000)),
                            perMinute,
                            WINDOW_SECONDS);
                }
                left -= 1;
                remaining = (int) left;
            }
            underWay++;
            return new Permit(remaining, reset, new End(this));
        }

        private void fill(int perMinute, double perSecond, Instant now) {
            double since = Math.max(0, Duration.between(filledAt, now).toMillis() / 1000.0);
            left = Double.isNaN(left) ? perMinute : Math.min(perMinute, left + since * perSecond);
            filledAt = now;
        }

        private synchronized void end() {
            underWay--;
        }
    }

    /** Counts once, however often a call ends. */
    private static final class End implements Runnable {
        private @Nullable Meter meter;

        End(Meter meter) {
            this.meter = meter;
        }

        @Override
        public synchronized void run() {
            if (meter != null) {
                meter.end();
                meter = null;
            }
        }
    }
}
