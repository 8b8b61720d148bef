package io.sequinmcp.deliveries;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts messages that go out and come back, and shows how many deliveries nobody has settled. The latter are looked up
 * in the store when somebody reads them, at most every 15 seconds and beside the reading, which gets what was known.
 */
final class DeliveryMeters {
    static final Duration LOOKED_BACK = Duration.ofHours(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    private final Store store;
    private final Clock clock;
    private final Duration lease;
    private final Counter received;
    private final Counter acked;
    private final Counter nacked;
    private final Counter handedBack;
    private final AtomicLong nextLook = new AtomicLong();
    private volatile @Nullable Unsettled unsettled;

    DeliveryMeters(Store store, DeliveriesConfig config, Clock clock, MeterRegistry registry) {
        this.store = store;
        this.clock = clock;
        this.lease = config.lease();
        received = messages("received", registry);
        acked = messages("acked", registry);
        nacked = messages("nacked", registry);
        handedBack = messages("handed_back", registry);
        Gauge.builder("sequin.mcp.deliveries.open", this, it -> look().open())
                .description("Deliveries with something unsettled whose lease runs, of all nodes")
                .register(registry);
        Gauge.builder("sequin.mcp.deliveries.expired", this, it -> look().expired())
                .description("Deliveries of the last hour whose lease ended with something unsettled, of all nodes")
                .register(registry);
    }

    private static Counter messages(String outcome, MeterRegistry registry) {
        return Counter.builder("sequin.mcp.messages")
                .description("Messages of pull consumers, by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    void received(int messages) {
        received.increment(messages);
    }

    void settled(Verdict verdict, int messages) {
        (verdict == Verdict.ACK ? acked : nacked).increment(messages);
    }

    /** Those that did not reach the agent. */
    void handedBack(int messages) {
        handedBack.increment(messages);
    }

    private Unsettled look() {
        long now = clock.millis();
        long due = nextLook.get();
        if (now >= due && nextLook.compareAndSet(due, now + BETWEEN_LOOKS.toMillis())) {
            store.transact(tx -> unsettled(tx, clock.instant(), lease))
                    .subscribe()
                    .with(found -> unsettled = found, failure -> unsettled = null);
        }
        Unsettled known = unsettled;
        return known == null ? Unsettled.NOT_KNOWN : known;
    }

    static Unsettled unsettled(Transaction tx, Instant now, Duration lease) throws SQLException {
        return tx.first(
                        """
                        select count(case when d.lease_until > ? then 1 end) as open_ones,
                               count(case when d.lease_until <= ? then 1 end) as expired
                        from delivery d
                        where d.received_at > ?
                          and exists (select 1 from delivered_message m
                                      where m.delivery_id = d.id and m.outcome is null)""",
                        row -> new Unsettled(row.number("open_ones"), row.number("expired")),
                        now,
                        now,
                        now.minus(LOOKED_BACK).minus(lease))
                .orElse(Unsettled.NOT_KNOWN);
    }

    /** Deliveries of which something is neither acked nor handed back. */
    record Unsettled(double open, double expired) {
        static final Unsettled NOT_KNOWN = new Unsettled(Double.NaN, Double.NaN);
    }
}
