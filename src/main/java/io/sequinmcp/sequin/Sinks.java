package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.generated.model.SinkCreate;
import io.sequinmcp.sequin.generated.model.SinkUpdate;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sinks of an account. Every {@code idOrName} is either; what is out of reach is not found. */
public final class Sinks {
    private static final String HTTP_ENDPOINT = "http_endpoint";

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
        return Uni.createFrom().deferred(() -> {
            SinkRequest request = new SinkRequest(settings);
            String name = given("name", settings.name());
            Named.checkNew(name);
            finder.checkMayChange(Reach.Kind.SINK, ResourceKind.SINK, name);
            // Once without looking anything up, so that what can be told at once is
            new SinkRequest(settings).toCreate(given("database", settings.database()));
            return Uni.combine()
                    .all()
                    .unis(
                            Finder.as(
                                            "database",
                                            ResourceKind.DATABASE,
                                            finder.database(given("database", settings.database())))
                                    .invoke(Sinks::checkSlot),
                            endpoint(settings),
                            checkFunctions(settings))
                    .asTuple()
                    .flatMap(known -> create(
                            request,
                            withEndpoint(request.toCreate(known.getItem1().name()), known.getItem2()),
                            known.getItem1()));
        });
    }

    private Uni<Outcome<Sink>> create(SinkRequest request, Map<String, Object> body, Database database) {
        String doing = "create " + Named.named(ResourceKind.SINK, String.valueOf(body.get("name")));
        return new SecretReferences(call)
                .inSink(body)
                .map(complete -> SequinJson.request(complete, SinkCreate.class))
                .flatMap(generated -> call.send(Effort.WRITE, doing, client -> client.sinks.createSink(generated)))
                .map(sink -> new Outcome<>(Sink.of(sink), request.notes()))
                .onFailure(SequinException.class)
                .transform(failure -> SinkFailures.explain((SequinException) failure, body, database.name()));
    }

    /** Changes what is given and nothing else. Restarts replication for every sink on the same slot. */
    public Uni<Outcome<Sink>> update(String idOrName, SinkSettings settings) {
        return finder.sinkToChange(idOrName)
                .flatMap(sink -> {
                    SinkRequest request = new SinkRequest(settings);
                    Map<String, Object> body = request.toUpdate(sink);
                    return Uni.combine()
                            .all()
                            .unis(
                                    checkDatabase(sink, settings.database()),
                                    checkRename(sink, settings.name()),
                                    endpoint(settings),
                                    checkFunctions(settings))
                            .asTuple()
                            .flatMap(known -> update(sink, request, withEndpoint(body, known.getItem3())));
                })
                .eventually(call.client().consumers()::forgetAll);
    }

    private Uni<Outcome<Sink>> update(Sink sink, SinkRequest request, Map<String, Object> body) {
        String doing = "update " + Named.named(ResourceKind.SINK, sink.name());
        return new SecretReferences(call)
                .inSink(body)
                .map(complete -> SequinJson.request(complete, SinkUpdate.class))
                .flatMap(generated ->
                        call.send(Effort.WRITE, doing, client -> client.sinks.updateSink(sink.id(), generated)))
                .map(updated -> new Outcome<>(Sink.of(updated), request.notes()))
                .onFailure(SequinException.class)
                .transform(failure -> SinkFailures.explain((SequinException) failure, body, sink.database()));
    }

    /** Deletes a sink with its backfills and all it has buffered. */
    public Uni<Void> delete(String idOrName) {
        return finder.sinkToChange(idOrName)
                .flatMap(sink -> call.send(
                                Effort.WRITE,
                                "delete " + Named.named(ResourceKind.SINK, sink.name()),
                                client -> client.sinks.deleteSink(sink.id()))
                        .replaceWithVoid())
                .eventually(call.client().consumers()::forgetAll);
    }

    /** Sequin answers a 500 for a database without a slot entry (section 6.2). */
    private static void checkSlot(Database database) {
        if (database.slots().isEmpty()) {
            throw Problem.of(
                            Code.CONFLICT,
                            Named.named(ResourceKind.DATABASE, database.name())
                                    + " has no replication slot entry, so no sink can be on it.")
                    .at("database", List.of())
                    .next(
                            NextStep.of("create_replication", "database_id_or_name", database.name())
                                    .asking("slot_name", "publication_name"),
                            NextStep.of("list_databases"))
                    .toException();
        }
    }

    /** A sink can't move to another database; Sequin takes such a change and ignores it (section 6.2). */
    private Uni<Boolean> checkDatabase(Sink sink, @Nullable String database) {
        if (database == null || database.equals(sink.database())) {
            return Uni.createFrom().item(true);
        }
        return finder.database(database)
                .invoke(found -> {
                    if (!found.name().equals(sink.database())) {
                        throw Problem.invalid(
                                        "database",
                                        "A sink can't move to another database; this one is on "
                                                + Named.quoted(sink.database()) + ". Create a new sink instead.",
                                        List.of(sink.database()))
                                .toException();
                    }
                })
                .replaceWith(true);
    }

    /** On a rename Sequin checks neither the form of a name nor whether it is free: that one is a 500 (section 6.4). */
    private Uni<Boolean> checkRename(Sink sink, @Nullable String name) {
        if (name == null || name.equals(sink.name())) {
            return Uni.createFrom().item(true);
        }
        Named.checkNew(name);
        finder.checkMayChange(Reach.Kind.SINK, ResourceKind.SINK, name);
        return finder.allSinks()
                .invoke(sinks -> {
                    if (sinks.stream().anyMatch(other -> other.name().equals(name))) {
                        throw SinkFailures.taken(name).toException();
                    }
                })
                .replaceWith(true);
    }

    /** Reads the functions only if the sink names some. That they can't be read is no reason to refuse. */
    private Uni<Boolean> checkFunctions(SinkSettings settings) {
        if (!FunctionKinds.concerns(settings)) {
            return Uni.createFrom().item(true);
        }
        return new ConfigDocuments(call)
                .stored()
                .map(document -> Optional.of(new FunctionKinds(document.functionKinds())))
                .onFailure()
                .recoverWithItem(Optional.empty())
                .invoke(kinds -> kinds.ifPresent(known -> known.check(settings)))
                .replaceWith(true);
    }

    /** The HTTP endpoint a webhook names; Sequin takes its name only. */
    private Uni<Optional<HttpEndpoint>> endpoint(SinkSettings settings) {
        Map<String, Object> destination = settings.destination();
        return destination != null && destination.get(HTTP_ENDPOINT) instanceof String endpoint
                ? Finder.as("destination." + HTTP_ENDPOINT, ResourceKind.HTTP_ENDPOINT, finder.httpEndpoint(endpoint))
                        .map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    private static Map<String, Object> withEndpoint(Map<String, Object> body, Optional<HttpEndpoint> endpoint) {
        if (endpoint.isPresent() && body.get("destination") instanceof Map<?, ?> destination) {
            Map<String, Object> named = new LinkedHashMap<>(Fields.typed(destination));
            named.put(HTTP_ENDPOINT, endpoint.get().name());
            body.put("destination", named);
        }
        return body;
    }

    private static String given(String parameter, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Problem.invalid(parameter, "A sink needs `" + parameter + "`.", List.of())
                    .toException();
        }
        return value;
    }
}
