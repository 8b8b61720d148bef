package io.sequinmcp.audit;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The audit. */
@ConfigMapping(prefix = "sequin-mcp.audit")
public interface AuditConfig {
    /** How long records are kept, such as {@code P90D}. What is older is removed; the chains still verify. */
    @WithDefault("P90D")
    Duration retention();

    /**
     * How much may wait in memory to be written while the store is slow or down. What comes on top is counted, and the
     * count becomes a record; a change is refused then, for it could not be recorded.
     */
    @WithDefault("16M")
    MemorySize queue();

    /**
     * How many refusals at the door are written one by one in a minute. All others of that minute are one record with
     * their number, so that nobody can fill the disk from outside.
     */
    @WithDefault("60")
    int refusalsPerMinute();
}
