package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The HTTP endpoints of an account. Every {@code idOrName} is either; what is out of reach is not found. */
public final class HttpEndpoints {
    private final Call call;
    private final Finder finder;

    HttpEndpoints(Call call) {
        this.call = call;
        this.finder = new Finder(call);
    }

    public Uni<List<HttpEndpoint>> list() {
        return finder.httpEndpoints();
    }

    public Uni<HttpEndpoint> get(String idOrName) {
        return finder.httpEndpoint(idOrName);
    }

    public Uni<Outcome<HttpEndpoint>> create(HttpEndpointSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** Changes what is given and nothing else. Restarts the sinks that deliver there. */
    public Uni<Outcome<HttpEndpoint>> update(String idOrName, HttpEndpointSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** Deletes the endpoint. Refused while sinks deliver there, see {@link Removals}. */
    public Uni<Deleted> delete(String idOrName) {
        throw new UnsupportedOperationException();
    }
}
