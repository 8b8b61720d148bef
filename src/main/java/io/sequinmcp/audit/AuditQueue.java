package io.sequinmcp.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What waits to be written, up to a number of bytes; what comes on top is counted, and the count is the first thing
 * out. From any thread.
 */
final class AuditQueue {
    /** Records of a batch; one with fewer was all there was. */
    static final int MOST_AT_ONCE = 1_000;

    private final long room;
    private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong weight = new AtomicLong();
    private final LongAdder missed = new LongAdder();
    private final AuditMeters meters;

    /** @param room in bytes */
    AuditQueue(long room, MeterRegistry registry) {
        this.room = room;
        this.meters = new AuditMeters(weight, room, registry);
    }

    /** Adds what is over, if it fits. */
    void offer(Pending pending) {
        if (weight.addAndGet(pending.weight()) > room) {
            weight.addAndGet(-pending.weight());
            missed.increment();
            meters.missed();
        } else {
            waiting.add(pending);
        }
    }

    /** Adds what always fits: an intent or its outcome, of which there are no more than calls under way. */
    void add(Pending pending) {
        waiting.add(pending);
    }

    /** About what it holds in memory, with what is being written, in bytes. */
    long weight() {
        return weight.get();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && missed.sum() == 0;
    }

    /** What is to be written next, in one transaction; empty if nothing waits. */
    List<Pending> next(Instant now) {
        List<Pending> batch = new ArrayList<>();
        long gap = missed.sumThenReset();
        if (gap > 0) {
            batch.add(
                    Pending.of(Entry.ofAudit(now, "gap", "The store could not keep up; these were not written.", gap)));
        }
        for (Pending it = waiting.poll(); it != null; it = batch.size() < MOST_AT_ONCE ? waiting.poll() : null) {
            batch.add(it);
        }
        return batch;
    }

    /** Makes room: a batch is in the store. */
    void written(List<Pending> batch) {
        long freed = 0;
        for (Pending it : batch) {
            freed += it.weight();
        }
        weight.addAndGet(-freed);
        meters.wrote(batch.size());
    }

    /** The store failed: nothing that waits for an intent of its own may go on. */
    void failed(Throwable why) {
        meters.failed();
        waiting.removeIf(it -> it.refuse(why));
    }
}
