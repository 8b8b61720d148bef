package io.sequinmcp.audit;

import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.sequinmcp.keys.ServerKey;
import io.sequinmcp.store.Store;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a node, as far as it writes the audit; on the calling thread. */
final class AuditTestNode {
    static final ServerKey KEY = ServerKey.of("0123456789abcdef0123456789abcdef");
    static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, null, null, null, null, null);

    final AuditLog log;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Store store;
    private final Clock clock;
    private final ServerKey key;

    AuditTestNode(Store store, Clock clock, boolean embedded) {
        this(store, clock, embedded, KEY, 1_000_000);
    }

    AuditTestNode(Store store, Clock clock, boolean embedded, ServerKey key, long room) {
        this.store = store;
        this.clock = clock;
        this.key = key;
        this.log = new AuditLog(store, key, new Config(room), clock, meters, embedded, Runnable::run);
        log.begin();
    }

    void add(String operation) {
        Entry now = entry(operation);
        log.add(() -> now, 100);
    }

    Intent intend(String operation) {
        return log.intend(() -> begun(entry(operation))).await().indefinitely();
    }

    private static Entry begun(Entry it) {
        return new Entry(
                it.at(), it.kind(), it.requestId(), it.actor(), it.act(), Entry.Result.of(Outcome.BEGUN), it.times());
    }

    void end(Intent intent, String operation) {
        Entry now = entry(operation);
        log.end(intent, () -> now);
    }

    void flush() {
        log.flush().await().indefinitely();
    }

    Entry entry(String operation) {
        return entry(clock.instant(), operation);
    }

    static Entry entry(Instant at, String operation) {
        return new Entry(
                at,
                Kind.CALL,
                "req_1",
                new Entry.Actor("con_1", "agents", "default", "carol", "192.0.2.1", "claude", "2.1"),
                new Entry.Act(operation, "{\"name\":\"orders\"}", "sink", "id-1", "orders", "plan_1"),
                new Entry.Result(Outcome.OK, null, null, 1_500L, null),
                1);
    }

    /** @param outcome a label's value; null for a meter without */
    double measured(String name, @Nullable String outcome) {
        RequiredSearch meter = meters.get(name);
        return (outcome == null ? meter : meter.tag("outcome", outcome))
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    List<String> operations() {
        return find(ALL).stream().map(it -> it.entry().act().operation()).toList();
    }

    List<AuditRecord> find(AuditQuery query) {
        return find(query, null, 100);
    }

    List<AuditRecord> find(AuditQuery query, @Nullable AuditPlace after, int limit) {
        return new AuditReader(store).find(query, after, limit).await().indefinitely();
    }

    Verification verify() {
        return new Verifier(store, key).verifyNow();
    }

    private record Config(long room) implements AuditConfig {
        @Override
        public Duration retention() {
            return Duration.ofDays(90);
        }

        @Override
        public MemorySize queue() {
            return new MemorySize(BigInteger.valueOf(room));
        }

        @Override
        public int refusalsPerMinute() {
            return 3;
        }
    }

    static AuditConfig config() {
        return new Config(1_000_000);
    }
}
