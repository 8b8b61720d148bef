package io.sequinmcp.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the audit keeps up. */
final class AuditMeters {
    private final Counter written;
    private final Counter missed;
    private final Counter failures;

    /**
     * @param weight how many bytes wait to be written
     * @param room how many may
     */
    AuditMeters(AtomicLong weight, long room, MeterRegistry registry) {
        Gauge.builder("sequin.mcp.audit.queue", weight, AtomicLong::get)
                .description("What waits to be written into the audit")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("sequin.mcp.audit.queue.limit", () -> room)
                .description("How much may wait; what comes on top is missed")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        written = records("written", registry);
        missed = records("missed", registry);
        failures = Counter.builder("sequin.mcp.audit.write.failures")
                .description("Tries to write the audit that failed; what waits is kept, and changes are refused")
                .register(registry);
    }

    private static Counter records(String outcome, MeterRegistry registry) {
        return Counter.builder("sequin.mcp.audit.records")
                .description("Audit records that were written, or missed since too much waited")
                .tag("outcome", outcome)
                .register(registry);
    }

    void wrote(int records) {
        written.increment(records);
    }

    void missed() {
        missed.increment();
    }

    void failed() {
        failures.increment();
    }
}
