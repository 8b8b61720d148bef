package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Replication entries: an older interface of Sequin's; prefer {@link Databases}. Those of databases within reach. */
public final class Replications {
    public Uni<List<Replication>> list() {
        throw new UnsupportedOperationException();
    }

    public Uni<Replication> get(String id) {
        throw new UnsupportedOperationException();
    }

    public Uni<Outcome<Replication>> create(ReplicationSettings settings) {
        throw new UnsupportedOperationException();
    }

    public Uni<Outcome<Replication>> update(String id, ReplicationSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** Deletes the entry; refused while sinks use its slot. */
    public Uni<Deleted> delete(String id) {
        throw new UnsupportedOperationException();
    }
}
