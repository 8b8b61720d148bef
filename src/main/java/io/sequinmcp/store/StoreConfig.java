package io.sequinmcp.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The database at the start. */
@ConfigMapping(prefix = "sequin-mcp.database")
interface StoreConfig {
    /** How long the start waits for PostgreSQL to answer, before it gives up. */
    @WithDefault("30s")
    Duration patience();
}
