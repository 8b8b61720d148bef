package io.sequinmcp.connectors;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sequinmcp.connectors.StoredConnector.Usage;
import io.sequinmcp.store.Store;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** Counts what connectors are used for. Counted in memory, and added to the store every few seconds. */
@Singleton
public class Usages {
    private static final Logger LOG = Logger.getLogger(Usages.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);

    private final Store store;
    private final Clock clock;
    private final Vertx vertx;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private long timer = -1;

    public Usages(Store store, Clock clock, Vertx vertx) {
        this.store = store;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** A tool was called with that connector. */
    public void called(Connector connector) {
        Count count = counts.computeIfAbsent(connector.id(), id -> new Count());
        // Before it counts, so that whoever takes the count has its time
        count.last = clock.instant();
        count.calls.increment();
    }

    void start(@Observes StartupEvent start) {
        timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> flush().subscribe()
                .with(done -> {}, failure -> LOG.debugf("Uses could not be counted: %s", failure.getMessage())));
    }

    void stop(@Observes ShutdownEvent end) {
        vertx.cancelTimer(timer);
        try {
            flush().await().atMost(PATIENCE_AT_THE_END);
        } catch (RuntimeException e) {
            LOG.warnf("The last uses of connectors could not be counted: %s", e.getMessage());
        }
    }

    /** Adds what was counted since the last time. What can't be added is counted again. */
    Uni<Void> flush() {
        SortedMap<String, Usage> taken = new TreeMap<>();
        counts.forEach((id, count) -> {
            long calls = count.calls.sumThenReset();
            if (calls > 0) {
                taken.put(id, new Usage(Optional.of(count.last.truncatedTo(ChronoUnit.MICROS)), calls));
            }
        });
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.transact(tx -> {
                    UsageRows.add(tx, taken);
                    return true;
                })
                .onFailure()
                .invoke(() -> taken.forEach((id, usage) ->
                        counts.computeIfAbsent(id, it -> new Count()).calls.add(usage.calls())))
                .replaceWithVoid();
    }

    /** What the connectors of the configuration were used for, by id, some seconds behind. */
    public Uni<Map<String, Usage>> ofDeclared() {
        return store.transact(UsageRows::ofDeclared);
    }

    private static final class Count {
        private final LongAdder calls = new LongAdder();
        private volatile Instant last = Instant.EPOCH;
    }
}
