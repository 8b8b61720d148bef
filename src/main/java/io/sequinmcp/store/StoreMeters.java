package io.sequinmcp.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How the store does. It is asked every second at least, so that what it did last is how it is. */
final class StoreMeters {
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final Timer worked;
    private final Timer failed;
    private volatile double up = 1;

    StoreMeters(MeterRegistry registry) {
        worked = timer("ok", registry);
        failed = timer("failed", registry);
        Gauge.builder("sequin.mcp.store.up", () -> up)
                .description("Whether the last transaction of the store worked")
                .register(registry);
    }

    private static Timer timer(String outcome, MeterRegistry registry) {
        return Timer.builder("sequin.mcp.store.transactions")
                .description("Transactions of the store")
                .tag("outcome", outcome)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    void worked(long nanos) {
        up = 1;
        worked.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(long nanos) {
        up = 0;
        failed.record(nanos, TimeUnit.NANOSECONDS);
    }
}
