package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The API keys of an account. They reach all of it, so a caller whose reach is pinned is refused. */
public final class ApiKeys {
    public Uni<List<ApiKey>> list() {
        throw new UnsupportedOperationException();
    }

    /** Makes a key with a token of the caller's choice: Sequin never tells one that it made itself. */
    public Uni<ApiKey> create(String name, String token) {
        throw new UnsupportedOperationException();
    }

    /** Deletes a key by id or name. */
    public Uni<Deleted> delete(String idOrName) {
        throw new UnsupportedOperationException();
    }
}
