package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;

/** Finds out what a deletion would mean, without doing it. */
public final class Removals {
    /**
     * What deleting it would take along, leave behind, and what stands in the way.
     *
     * @param kind a sink, database, HTTP endpoint, replication or API key
     */
    public Uni<Removal> of(ResourceKind kind, String idOrName) {
        throw new UnsupportedOperationException();
    }
}
