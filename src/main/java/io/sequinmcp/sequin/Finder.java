package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a call means by a name or id, within its reach. What is out of reach is answered exactly like what does
 * not exist.
 */
final class Finder {
    private final Call call;

    Finder(Call call) {
        this.call = call;
    }

    Uni<List<Sink>> sinks() {
        return allSinks().map(sinks -> sinks.stream().filter(this::sees).toList());
    }

    /** Those out of reach too: what depends on something depends on it whoever asks. */
    Uni<List<Sink>> allSinks() {
        return call.once(
                "sinks",
                call.send(Effort.READ, "list sinks", client -> client.sinks.listSinks())
                        .map(list ->
                                items(list.getData()).stream().map(Sink::of).toList()));
    }

    Uni<Sink> sink(String idOrName) {
        return found(
                ResourceKind.SINK,
                idOrName,
                call.send(
                                Effort.READ,
                                "read " + Named.named(ResourceKind.SINK, idOrName),
                                client -> client.sinks.getSink(idOrName))
                        .map(Sink::of),
                Sink::id,
                this::sees,
                () -> sinks().map(sinks -> sinks.stream().map(Sink::name).toList()));
    }

    /** A sink that may be changed. */
    Uni<Sink> sinkToChange(String idOrName) {
        return sink(idOrName).invoke(sink -> checkMayChange(Reach.Kind.SINK, ResourceKind.SINK, sink.name()));
    }

    Uni<List<Database>> databases() {
        return allDatabases().map(databases -> databases.stream()
                .filter(database -> call.reach().sees(Reach.Kind.DATABASE, database.name()))
                .toList());
    }

    Uni<List<Database>> allDatabases() {
        return call.once(
                "databases",
                call.send(Effort.READ, "list databases", client -> client.databases.listDatabases(null))
                        .map(list -> items(list.getData()).stream()
                                .map(Finder::database)
                                .toList()));
    }

    Uni<Database> database(String idOrName) {
        return found(
                ResourceKind.DATABASE,
                idOrName,
                call.send(
                                Effort.READ,
                                "read " + Named.named(ResourceKind.DATABASE, idOrName),
                                client -> client.databases.getDatabase(idOrName, null))
                        .map(Finder::database),
                Database::id,
                database -> call.reach().sees(Reach.Kind.DATABASE, database.name()),
                () -> databases().map(all -> all.stream().map(Database::name).toList()));
    }

    Uni<Database> databaseToChange(String idOrName) {
        return database(idOrName)
                .invoke(database -> checkMayChange(Reach.Kind.DATABASE, ResourceKind.DATABASE, database.name()));
    }

    Uni<List<HttpEndpoint>> httpEndpoints() {
        return call.once(
                        "HTTP endpoints",
                        call.send(
                                Effort.READ, "list HTTP endpoints", client -> client.httpEndpoints.listHttpEndpoints()))
                .map(list -> items(list.getData()).stream()
                        .map(Finder::httpEndpoint)
                        .filter(endpoint -> call.reach().sees(Reach.Kind.HTTP_ENDPOINT, endpoint.name()))
                        .toList());
    }

    Uni<HttpEndpoint> httpEndpoint(String idOrName) {
        return rawHttpEndpoint(idOrName).map(Finder::masked);
    }

    /** With plain headers unmasked, as they have to be sent back when one of them changes. */
    Uni<HttpEndpoint> rawHttpEndpoint(String idOrName) {
        return found(
                ResourceKind.HTTP_ENDPOINT,
                idOrName,
                call.send(
                                Effort.READ,
                                "read " + Named.named(ResourceKind.HTTP_ENDPOINT, idOrName),
                                client -> client.httpEndpoints.getHttpEndpoint(idOrName))
                        .map(generated -> HttpEndpoint.of(generated.fields())),
                HttpEndpoint::id,
                endpoint -> call.reach().sees(Reach.Kind.HTTP_ENDPOINT, endpoint.name()),
                () -> httpEndpoints()
                        .map(all -> all.stream().map(HttpEndpoint::name).toList()));
    }

    Uni<HttpEndpoint> rawHttpEndpointToChange(String idOrName) {
        return rawHttpEndpoint(idOrName)
                .invoke(endpoint ->
                        checkMayChange(Reach.Kind.HTTP_ENDPOINT, ResourceKind.HTTP_ENDPOINT, endpoint.name()));
    }

    /** Whether a sink is within reach: its own name is, and that of its database. */
    boolean sees(Sink sink) {
        return call.reach().sees(Reach.Kind.SINK, sink.name())
                && call.reach().sees(Reach.Kind.DATABASE, sink.database());
    }

    /** Refuses to change, make or rename to something of a name that is protected or out of reach. */
    void checkMayChange(Reach.Kind pin, ResourceKind kind, String name) {
        if (!call.reach().mayChange(pin, name)) {
            boolean seen = call.reach().sees(pin, name);
            throw Problem.of(
                            Code.FORBIDDEN,
                            seen
                                    ? "This connector may not change or make a " + Named.named(kind, name)
                                            + ": the name is protected."
                                    : "This connector may not use the name " + Named.quoted(name) + " for a "
                                            + kind.words() + ": it is pinned to others.")
                    .toException();
        }
    }

    /** Refuses what concerns the whole account when only a part of it is within reach. */
    Uni<Void> wholeAccount(String doing) {
        return call.reach().isPinned()
                ? Uni.createFrom()
                        .failure(Problem.of(
                                        Code.FORBIDDEN,
                                        "Could not " + doing
                                                + ": that concerns the whole account, and this connector is"
                                                + " pinned to a part of it.")
                                .toException())
                : Uni.createFrom().voidItem();
    }

    private <T> Uni<T> found(
            ResourceKind kind,
            String idOrName,
            Uni<T> request,
            Function<T, String> id,
            Predicate<T> sees,
            Supplier<Uni<List<String>>> names) {
        Uni<T> notFound = Uni.createFrom()
                .deferred(() -> names.get().onFailure().recoverWithItem(List.of()))
                .flatMap(existing -> Uni.createFrom().failure(notFound(kind, idOrName, existing)));
        return Uni.createFrom()
                .item(() -> Named.checkIdOrName(kind, idOrName))
                .flatMap(checked -> call.once(key(kind, idOrName), request))
                .invoke(value -> call.know(key(kind, id.apply(value)), value))
                .onFailure(failure -> failure instanceof SequinException known && known.is(Code.NOT_FOUND))
                .recoverWithUni(notFound)
                .flatMap(value -> sees.test(value) ? Uni.createFrom().item(value) : notFound);
    }

    private static String key(ResourceKind kind, String idOrName) {
        return kind.words() + " " + idOrName;
    }

    static SequinException notFound(ResourceKind kind, String idOrName, List<String> existing) {
        String parameter = kind.parameter() + "_id_or_name";
        Problem problem = Problem.of(
                        Code.NOT_FOUND,
                        "There is no " + Named.named(kind, idOrName) + ", by name or id."
                                + (existing.isEmpty() ? "" : " Names are case-sensitive."))
                .at(parameter, Nearest.to(idOrName, existing))
                .next(NextStep.of("list_" + kind.parameter() + "s"));
        return Nearest.same(idOrName, existing)
                .map(meant -> problem.correcting(parameter, meant))
                .orElse(problem)
                .toException();
    }

    /** The same look-up for an argument of another name: the failure is to speak of that one. */
    static <T> Uni<T> as(String parameter, ResourceKind kind, Uni<T> found) {
        return found.onFailure(failure -> failure instanceof SequinException known
                        && (kind.parameter() + "_id_or_name")
                                .equals(known.problem().field()))
                .transform(failure -> {
                    Problem problem = ((SequinException) failure).problem();
                    return problem.at(parameter, problem.allowed())
                            .renamed(kind.parameter() + "_id_or_name", parameter)
                            .toException();
                });
    }

    /** What is there of a list that may be missing from an answer. */
    static <T> List<T> items(@Nullable List<T> data) {
        return data == null ? List.of() : data.stream().filter(Objects::nonNull).toList();
    }

    static Database database(WithFields generated) {
        return Database.of(Secrets.mask(generated.fields()));
    }

    static HttpEndpoint httpEndpoint(WithFields generated) {
        return HttpEndpoint.of(Secrets.mask(generated.fields()));
    }

    private static HttpEndpoint masked(HttpEndpoint endpoint) {
        return HttpEndpoint.of(Secrets.mask(endpoint.raw()));
    }
}
