package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The backfills of the sinks of an account. */
public final class Backfills {
    /** Newest first. */
    public Uni<List<Backfill>> list(String sink) {
        throw new UnsupportedOperationException();
    }

    public Uni<Backfill> get(String sink, String id) {
        throw new UnsupportedOperationException();
    }

    /** Like get, but comes back only when the backfill has ended or the seconds (0 to 25) are over. */
    public Uni<Backfill> await(String sink, String id, int waitSeconds) {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts a backfill.
     *
     * @param table as {@code schema.table}; may be null only if the sink includes exactly one table
     */
    public Uni<Outcome<Backfill>> create(String sink, @Nullable String table) {
        throw new UnsupportedOperationException();
    }

    /** Moves a backfill to another state: active, paused or cancelled, which is final; {@code canceled} is accepted. */
    public Uni<Outcome<Backfill>> update(String sink, String id, String state) {
        throw new UnsupportedOperationException();
    }
}
