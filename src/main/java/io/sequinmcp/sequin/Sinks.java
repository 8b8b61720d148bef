package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The sinks of an account. Every {@code idOrName} is either; what is out of reach is not found. */
public final class Sinks {
    private final Call call;
    private final Finder finder;

    Sinks(Call call) {
        this.call = call;
        this.finder = new Finder(call);
    }

    /** Those within reach, health included. A sink that Sequin fails to render is left out by Sequin itself. */
    public Uni<List<Sink>> list() {
        return finder.sinks();
    }

    public Uni<Sink> get(String idOrName) {
        return finder.sink(idOrName);
    }

    /** Makes a sink; needs {@code name}, {@code database} and {@code destination}. */
    public Uni<Outcome<Sink>> create(SinkSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** Changes what is given and nothing else. Restarts replication for every sink on the same slot. */
    public Uni<Outcome<Sink>> update(String idOrName, SinkSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** Deletes a sink with its backfills and all it has buffered. */
    public Uni<Deleted> delete(String idOrName) {
        throw new UnsupportedOperationException();
    }
}
