package io.sequinmcp.plans;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what becomes of plans. */
final class PlanMeters {
    private final MeterRegistry registry;
    private final Counter made;
    private final Counter taken;

    PlanMeters(MeterRegistry registry) {
        this.registry = registry;
        made = counter("made");
        taken = counter("taken");
    }

    private Counter counter(String outcome) {
        return Counter.builder("sequin.mcp.plans")
                .description("Plans made, taken and refused")
                .tag("outcome", outcome)
                .register(registry);
    }

    void made() {
        made.increment();
    }

    void presented(Taking taking) {
        if (taking instanceof Taking.Taken) {
            taken.increment();
        } else {
            counter(refusal(taking)).increment();
        }
    }

    private static String refusal(Taking taking) {
        if (taking instanceof Taking.Expired) {
            return "expired";
        }
        if (taking instanceof Taking.Used) {
            return "used";
        }
        if (taking instanceof Taking.OtherTarget) {
            return "other_target";
        }
        return taking instanceof Taking.Unreadable ? "unreadable" : "unknown";
    }
}
