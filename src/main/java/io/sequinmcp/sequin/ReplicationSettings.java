package io.sequinmcp.sequin;

import org.jspecify.annotations.Nullable;

/**
 * What a replication is to be. Null is "not given".
 *
 * @param database name or id; on a create only, for Sequin can't move a replication
 * @param status {@code active} or {@code disabled}; on an update only
 */
public record ReplicationSettings(
        @Nullable String database,
        @Nullable String slotName,
        @Nullable String publicationName,
        @Nullable String status) {}
