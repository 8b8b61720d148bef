package io.sequinmcp.sequin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a database entry is to be. Null is "not given": the default on a create, unchanged on an update.
 *
 * @param url {@code postgresql://user:password@host:port/database}, instead of the five fields after it
 * @param port 1 to 65535, 5432 by default
 * @param slotName an existing replication slot, and {@code publicationName} an existing publication
 * @param slotStatus {@code active} or {@code disabled}; on an update only
 * @param primary where the primary is, if this is a replica; the same keys as here
 */
public record DatabaseSettings(
        @Nullable String name,
        @Nullable String url,
        @Nullable String hostname,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String username,
        @Nullable String password,
        @Nullable Boolean ssl,
        @Nullable Boolean ipv6,
        @Nullable Boolean useLocalTunnel,
        @Nullable String slotName,
        @Nullable String publicationName,
        @Nullable String slotStatus,
        @Nullable Map<String, Object> primary,
        @Nullable Map<String, Object> annotations) {
    @Override
    public String toString() {
        return "DatabaseSettings[" + name + "]";
    }
}
