package io.sequinmcp.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sequinmcp.keys.ServerKey;
import io.sequinmcp.store.CallerContext;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.StoreLocation;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what happens. Whoever adds a record pays for a place in a queue; making, hashing and storing it is done on
 * a worker, many in one transaction. An intent is on disk when it is told so, together with what else was waiting.
 *
 * <p>What doesn't fit into the queue any more, because the store is down or slow, is counted; the count is the first
 * thing written when it is back, as a record {@code gap}. Outcomes of intents always fit: there are no more of them
 * than calls under way.
 */
@Singleton
public class AuditLog {
    private static final Logger LOG = Logger.getLogger(AuditLog.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);
    /** After the registry, before whoever answers calls. */
    private static final int EARLY = 200;

    /** What waits for its tick: if more does, it is written before, and while it is young to the garbage collector. */
    private static final long ENOUGH = 512 * 1024;

    private final Store store;
    private final ServerKey keys;
    private final Clock clock;
    private final Executor workers;
    private final Housekeeping housekeeping;
    private final AuditQueue queue;
    private final Queue<CompletableFuture<@Nullable Void>> waiting = new ConcurrentLinkedQueue<>();
    /** How many times a run was asked for since the last one that began. */
    private final AtomicInteger asked = new AtomicInteger();
    /** What the store failed to take, or took without saying so. Of the worker. */
    private List<Pending> unsure = List.of();

    private volatile @Nullable AuditWriter writer;
    private volatile boolean failing;
    private volatile @Nullable Vertx ticking;
    private long timer = -1;

    @Inject
    AuditLog(
            Store store,
            ServerKey keys,
            AuditConfig config,
            Clock clock,
            MeterRegistry registry,
            StoreLocation location) {
        this(store, keys, config, clock, registry, location.isEmbedded(), Infrastructure.getDefaultWorkerPool());
    }

    /** @param embedded whether nobody else can have the store open */
    AuditLog(
            Store store,
            ServerKey keys,
            AuditConfig config,
            Clock clock,
            MeterRegistry registry,
            boolean embedded,
            Executor workers) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
        this.workers = workers;
        this.queue = new AuditQueue(config.queue().asLongValue(), registry);
        this.housekeeping =
                new Housekeeping(store, new Seal(keys.keyFor(Seal.PURPOSE)), clock, config.retention(), embedded);
    }

    void start(@Observes @Priority(EARLY) StartupEvent start, Vertx vertx) {
        begin();
        ticking = vertx;
        timer = vertx.setPeriodic(TICK.toMillis(), tick -> {
            if (!queue.isEmpty() || housekeeping.isDue()) {
                wake();
            }
        });
    }

    void begin() {
        AuditWriter begun = AuditWriter.begin(store, keys.keyFor(Seal.PURPOSE), clock);
        housekeeping.closeLeftOpen(begun);
        writer = begun;
    }

    void stop(@Observes ShutdownEvent end) {
        Vertx vertx = ticking;
        if (vertx != null) {
            vertx.cancelTimer(timer);
        }
        try {
            flush().await().atMost(PATIENCE_AT_THE_END);
        } catch (RuntimeException e) {
            LOG.errorf("The last audit records could not be written: %s", e.getMessage());
        }
    }

    /**
     * Adds something that is over. Never waits.
     *
     * @param entry asked for later, on another thread
     * @param bytes about what it holds in memory until then
     */
    public void add(Supplier<Entry> entry, int bytes) {
        queue.offer(new Pending(entry, bytes, null, null));
        if (queue.weight() >= ENOUGH && !failing && asked.get() == 0) {
            wake();
        }
    }

    /**
     * Writes down that something is about to be done. Do it only when this has succeeded. It arrives on the Vert.x
     * context of whoever subscribes, if that has one.
     */
    public Uni<Intent> intend(Supplier<Entry> entry) {
        return CallerContext.back(() -> {
            Begun begun = new Begun();
            queue.add(new Pending(entry, 0, begun, null));
            wake();
            return Uni.createFrom().completionStage(begun.told());
        });
    }

    /** Adds what came of an intent. */
    public void end(Intent intent, Supplier<Entry> entry) {
        queue.add(new Pending(entry, 0, null, intent));
    }

    /** When this is over, everything that was added before is on disk. */
    public Uni<Void> flush() {
        return CallerContext.back(() -> {
            CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
            waiting.add(done);
            wake();
            return Uni.createFrom().completionStage(done).replaceWithVoid();
        });
    }

    /** Has a worker write, unless one does; that one goes round again then. */
    private void wake() {
        if (asked.getAndIncrement() == 0) {
            workers.execute(() -> {
                int taken = 1;
                do {
                    taken = asked.get();
                    run();
                } while (asked.addAndGet(-taken) != 0);
            });
        }
    }

    private void run() {
        List<CompletableFuture<@Nullable Void>> waiters = new ArrayList<>();
        for (CompletableFuture<@Nullable Void> it = waiting.poll(); it != null; it = waiting.poll()) {
            waiters.add(it);
        }
        try {
            AuditWriter current = writer;
            if (current == null) {
                throw new IllegalStateException("the audit has not begun");
            }
            settleUnsure(current);
            writeAll(current);
            housekeeping.run(current);
            failing = false;
            waiters.forEach(it -> it.complete(null));
        } catch (RuntimeException | Error e) {
            if (!failing) {
                failing = true;
                LOG.errorf("The audit can't be written, so changes are refused: %s", e);
            }
            // Nothing that waits for an intent of its own may go on
            unsure.forEach(it -> it.refuse(e));
            queue.failed(e);
            waiters.forEach(it -> it.completeExceptionally(e));
        }
    }

    /**
     * What was there when it began. A transaction costs as much as many records: what comes meanwhile has its own tick.
     */
    private void writeAll(AuditWriter current) {
        List<Pending> batch;
        do {
            batch = queue.next(clock.instant());
            if (!batch.isEmpty()) {
                write(current, batch);
            }
        } while (batch.size() == AuditQueue.MOST_AT_ONCE);
    }

    private void write(AuditWriter current, List<Pending> batch) {
        // Until it is known, it may be there
        unsure = batch;
        current.write(batch, tx -> {});
        unsure = List.of();
        queue.written(batch);
    }

    /** Finds out about the batch that failed, and writes again what was lost of it. */
    private void settleUnsure(AuditWriter current) {
        List<Pending> tried = unsure;
        if (tried.isEmpty()) {
            return;
        }
        List<Pending> left = new ArrayList<>();
        if (current.wrote(tried)) {
            queue.written(tried);
            for (Pending it : tried) {
                Intent late = it.begins() == null ? null : it.begins().late();
                if (late != null) {
                    left.add(Pending.ending(late, refused(it.entry().get())));
                }
            }
        } else {
            // Those who waited for an intent were told that there is none
            tried.stream().filter(it -> it.begins() == null).forEach(left::add);
        }
        unsure = List.of();
        if (!left.isEmpty()) {
            write(current, left);
        }
    }

    private static Entry refused(Entry intent) {
        return new Entry(
                intent.at(),
                intent.kind(),
                intent.requestId(),
                intent.actor(),
                intent.act(),
                new Entry.Result(Outcome.REFUSED, "unavailable", "Its intent was recorded too late.", null, null),
                1);
    }
}
