package io.sequinmcp.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts whom the door turns away. */
@Singleton
class DoorMeters {
    /** Why. */
    enum Reason {
        /** No connector has that URL, any more or at all. */
        UNKNOWN_URL,
        /** A header has no token of a connector, or none that is good. */
        BAD_TOKEN,
        /** The connector demands a caller token, and none that is good came with it. */
        NO_CALLER_TOKEN,
        /** The page may not call. */
        ORIGIN,
        /** Nobody can tell who it is. */
        STORE_DOWN,
        /** Too many wrong tokens came from the address. */
        SLOWED_DOWN,
        TOO_LARGE
    }

    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

    DoorMeters(MeterRegistry registry) {
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("sequin.mcp.requests.refused")
                            .description("Requests that the door refused")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void refused(Reason reason) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
