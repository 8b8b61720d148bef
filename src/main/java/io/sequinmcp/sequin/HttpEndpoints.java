package io.sequinmcp.sequin;

import io.sequinmcp.sequin.generated.model.HttpEndpointCreate;
import io.sequinmcp.sequin.generated.model.HttpEndpointUpdate;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

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
            Map<String, Object> body = new HttpEndpointRequest(settings).toCreate();
            String name = String.valueOf(settings.name());
            finder.checkMayChange(Reach.Kind.HTTP_ENDPOINT, ResourceKind.HTTP_ENDPOINT, name);
            return new SecretReferences(call)
                    .inEndpoint(body, null)
                    .map(complete -> SequinJson.request(complete, HttpEndpointCreate.class))
                    .flatMap(complete -> call.send(
                            Effort.WRITE,
                            "create " + Named.named(ResourceKind.HTTP_ENDPOINT, name),
                            client -> client.httpEndpoints.createHttpEndpoint(complete)))
                    .map(generated -> new Outcome<>(Finder.httpEndpoint(generated), List.of()))
                    .onFailure(SequinException.class)
                    .transform(failure -> taken((SequinException) failure, name));
        });
    }

    /** Sequin does not say by what (recording 170). */
    private static SequinException taken(SequinException failure, String name) {
        return failure.is(Problem.Code.CONFLICT)
                        && "name".equals(failure.problem().field())
                ? failure.problem()
                        .saying("There is an HTTP endpoint " + Named.quoted(name) + " already.")
                        .next(NextStep.of("get_http_endpoint", "http_endpoint_id_or_name", name))
                        .toException()
                : failure;
    }

    /** Changes what is given and nothing else. Restarts the sinks that deliver there. */
    public Uni<Outcome<HttpEndpoint>> update(String idOrName, HttpEndpointSettings settings) {
        return finder.rawHttpEndpointToChange(idOrName).flatMap(endpoint -> {
            Map<String, Object> body = new HttpEndpointRequest(settings).toUpdate(endpoint);
            if (settings.name() != null) {
                finder.checkMayChange(Reach.Kind.HTTP_ENDPOINT, ResourceKind.HTTP_ENDPOINT, settings.name());
            }
            return new SecretReferences(call)
                    .inEndpoint(body, endpoint)
                    .map(complete -> SequinJson.request(complete, HttpEndpointUpdate.class))
                    .flatMap(complete -> call.send(
                            Effort.WRITE,
                            "update " + Named.named(ResourceKind.HTTP_ENDPOINT, endpoint.name()),
                            client -> client.httpEndpoints.updateHttpEndpoint(endpoint.id(), complete)))
                    .map(generated -> new Outcome<>(Finder.httpEndpoint(generated), List.of()))
                    .onFailure(SequinException.class)
                    .transform(failure -> taken((SequinException) failure, String.valueOf(settings.name())));
        });
    }

    /** Deletes the endpoint. Refused while sinks deliver there, see {@link Removals}. */
    public Uni<Void> delete(String idOrName) {
        return finder.rawHttpEndpointToChange(idOrName).flatMap(endpoint -> new Removals(call)
                .httpEndpoint(endpoint)
                .invoke(Removals::refuseBlocked)
                .flatMap(removal -> call.send(
                                Effort.WRITE,
                                "delete " + Named.named(ResourceKind.HTTP_ENDPOINT, endpoint.name()),
                                client -> client.httpEndpoints.deleteHttpEndpoint(endpoint.id()))
                        .replaceWithVoid()));
    }
}
