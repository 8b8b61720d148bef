package io.sequinmcp.sequin;

import io.sequinmcp.sequin.generated.model.ReplicationCreate;
import io.sequinmcp.sequin.generated.model.ReplicationUpdate;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replication entries: an older interface of Sequin's; prefer {@link Databases}. Those of databases within reach. */
public final class Replications {
    private final Call call;
    private final Finder finder;

    Replications(Call call) {
        this.call = call;
        this.finder = new Finder(call);
    }

    public Uni<List<Replication>> list() {
        return Uni.combine()
                .all()
                .unis(
                        call.once(
                                "replications",
                                call.send(
                                        Effort.READ,
                                        "list replications",
                                        client -> client.replications.listReplications())),
                        visibleDatabases())
                .asTuple()
                .map(both -> Finder.items(both.getItem1().getData()).stream()
                        .map(generated -> Replication.of(generated.fields()))
                        .filter(replication -> both.getItem2()
                                .map(ids -> ids.contains(replication.databaseId()))
                                .orElse(true))
                        .toList());
    }

    /** Ids of the databases within reach; empty when all are. */
    private Uni<Optional<List<String>>> visibleDatabases() {
        return call.reach().databases().isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : finder.databases()
                        .map(databases ->
                                Optional.of(databases.stream().map(Database::id).toList()));
    }

    /** By id; a slot name is taken too, where Sequin answers 400 (recording 144). */
    public Uni<Replication> get(String id) {
        return list().flatMap(all -> all.stream()
                .filter(replication -> replication.id().equalsIgnoreCase(id)
                        || replication.slotName().equals(id))
                .findFirst()
                .map(found -> Uni.createFrom().item(found))
                .orElseGet(() -> Uni.createFrom().failure(notFound(id, all))));
    }

    /** A replication whose database may be changed. */
    Uni<Replication> toChange(String id) {
        return get(id).call(replication -> finder.databaseToChange(replication.databaseId()));
    }

    public Uni<Outcome<Replication>> create(ReplicationSettings settings) {
        return Uni.createFrom().deferred(() -> {
            String slot = required("slot_name", settings.slotName());
            String publication = required("publication_name", settings.publicationName());
            return Uni.combine()
                    .all()
                    .unis(finder.databaseToChange(required("database", settings.database())), finder.allDatabases())
                    .asTuple()
                    .map(known -> {
                        Database database = known.getItem1();
                        SlotHolder.checkFree(
                                slot,
                                known.getItem2().stream()
                                        .filter(database::isOnSameServer)
                                        .toList());
                        return database;
                    })
                    .flatMap(database -> call.send(
                            Effort.WRITE,
                            "create a replication on slot " + Named.quoted(slot),
                            client -> client.replications.createReplication(SequinJson.request(
                                    Map.of(
                                            "postgres_database_id", database.id(),
                                            "slot_name", slot,
                                            "publication_name", publication),
                                    ReplicationCreate.class))))
                    .map(generated -> new Outcome<>(Replication.of(generated.fields()), List.of()))
                    .onFailure(failure -> failure instanceof SequinException known && known.hasStatus(422))
                    .transform(failure -> missing((SequinException) failure));
        });
    }

    /** Which of the two is not there, and how it is made. */
    private static SequinException missing(SequinException failure) {
        ErrorBody body = failure.body();
        Problem problem = failure.problem();
        if (body != null && body.complains("Publication `")) {
            return problem.saying(problem.message() + " Make it there first: create publication … for all tables;")
                    .at("publication_name", List.of())
                    .toException();
        }
        if (body != null && body.complains("Replication slot `")) {
            return problem.saying(problem.message()
                            + " Make it there first: select pg_create_logical_replication_slot('…', 'pgoutput');")
                    .at("slot_name", List.of())
                    .toException();
        }
        return failure;
    }

    public Uni<Outcome<Replication>> update(String id, ReplicationSettings settings) {
        return Uni.createFrom().deferred(() -> {
            if (settings.database() != null) {
                throw Problem.invalid("database", "A replication can't move to another database.", List.of())
                        .toException();
            }
            if (settings.status() != null && !List.of("active", "disabled").contains(settings.status())) {
                throw Problem.invalid("status", "A slot is active or disabled.", List.of("active", "disabled"))
                        .toException();
            }
            ReplicationUpdate body = new ReplicationUpdate()
                    .slotName(settings.slotName())
                    .publicationName(settings.publicationName())
                    .status(settings.status());
            return toChange(id)
                    .flatMap(replication -> call.send(
                            Effort.WRITE,
                            "update replication " + Named.quoted(replication.slotName()),
                            client -> client.replications.updateReplication(replication.id(), body)))
                    .map(generated -> new Outcome<>(Replication.of(generated.fields()), List.of()));
        });
    }

    /** Deletes the entry; refused while sinks use its slot. */
    public Uni<Void> delete(String id) {
        return toChange(id).flatMap(replication -> new Removals(call)
                .replication(replication)
                .invoke(Removals::refuseBlocked)
                .flatMap(removal -> call.send(
                                Effort.WRITE,
                                "delete replication " + Named.quoted(replication.slotName()),
                                client -> client.replications.deleteReplication(replication.id()))
                        .replaceWithVoid()));
    }

    private static SequinException notFound(String id, List<Replication> all) {
        return Problem.of(Problem.Code.NOT_FOUND, "There is no replication " + Named.quoted(id) + ".")
                .at("id", all.stream().limit(5).map(Replication::id).toList())
                .next(NextStep.of("list_replications"))
                .toException();
    }

    private static String required(String parameter, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Problem.invalid(parameter, "A replication needs `" + parameter + "`.", List.of())
                    .toException();
        }
        return value;
    }
}
