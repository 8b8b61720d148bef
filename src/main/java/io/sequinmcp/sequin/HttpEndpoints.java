package io.sequinmcp.sequin;

import io.sequinmcp.sequin.generated.model.HttpEndpointCreate;
import io.sequinmcp.sequin.generated.model.HttpEndpointUpdate;
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
        return Uni.createFrom().deferred(() -> {
            HttpEndpointCreate body =
                    SequinJson.request(new HttpEndpointRequest(settings).toCreate(), HttpEndpointCreate.class);
            String name = String.valueOf(settings.name());
            finder.checkMayChange(Reach.Kind.HTTP_ENDPOINT, ResourceKind.HTTP_ENDPOINT, name);
            return call.send(
                            Effort.WRITE,
                            "create " + Named.named(ResourceKind.HTTP_ENDPOINT, name),
                            client -> client.httpEndpoints.createHttpEndpoint(body))
                    .map(generated -> new Outcome<>(Finder.httpEndpoint(generated), List.of()));
        });
    }

    /** Changes what is given and nothing else. Restarts the sinks that deliver there. */
    public Uni<Outcome<HttpEndpoint>> update(String idOrName, HttpEndpointSettings settings) {
        return finder.rawHttpEndpointToChange(idOrName).flatMap(endpoint -> {
            HttpEndpointUpdate body =
                    SequinJson.request(new HttpEndpointRequest(settings).toUpdate(endpoint), HttpEndpointUpdate.class);
            if (settings.name() != null) {
                finder.checkMayChange(Reach.Kind.HTTP_ENDPOINT, ResourceKind.HTTP_ENDPOINT, settings.name());
            }
            return call.send(
                            Effort.WRITE,
                            "update " + Named.named(ResourceKind.HTTP_ENDPOINT, endpoint.name()),
                            client -> client.httpEndpoints.updateHttpEndpoint(endpoint.id(), body))
                    .map(generated -> new Outcome<>(Finder.httpEndpoint(generated), List.of()));
        });
    }

    /** Deletes the endpoint. Refused while sinks deliver there, see {@link Removals}. */
    public Uni<Deleted> delete(String idOrName) {
        return finder.rawHttpEndpointToChange(idOrName).flatMap(endpoint -> new Removals(call)
                .httpEndpoint(endpoint)
                .invoke(Removals::refuseBlocked)
                .flatMap(removal -> call.send(
                                Effort.WRITE,
                                "delete " + Named.named(ResourceKind.HTTP_ENDPOINT, endpoint.name()),
                                client -> client.httpEndpoints.deleteHttpEndpoint(endpoint.id()))
                        .map(done ->
                                new Deleted(ResourceKind.HTTP_ENDPOINT, endpoint.id(), endpoint.name(), List.of()))));
    }
}
