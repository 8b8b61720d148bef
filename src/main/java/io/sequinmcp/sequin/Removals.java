package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.Removal.Blocker;
import io.sequinmcp.sequin.Removal.Leftover;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out what a deletion would mean, without doing it. */
public final class Removals {
    /** What a plan is not bound to: it changes by itself. */
    private static final Set<String> FLEETING = Set.of("health", "active_backfills", "inserted_at", "updated_at");

    private static final int SHOWN = 20;

    private final Call call;
    private final Finder finder;

    Removals(Call call) {
        this.call = call;
        this.finder = new Finder(call);
    }

    /**
     * What deleting it would take along, leave behind, and what stands in the way.
     *
     * @param kind a sink, database, HTTP endpoint, replication or API key
     */
    public Uni<Removal> of(ResourceKind kind, String idOrName) {
        return Uni.createFrom().deferred(() -> switch (kind) {
            case SINK -> finder.sinkToChange(idOrName).flatMap(this::sink);
            case DATABASE -> finder.databaseToChange(idOrName).flatMap(this::database);
            case HTTP_ENDPOINT ->
                finder.rawHttpEndpointToChange(idOrName)
                        .map(endpoint -> HttpEndpoint.of(Secrets.mask(endpoint.raw())))
                        .flatMap(this::httpEndpoint);
            case REPLICATION -> new Replications(call).toChange(idOrName).flatMap(this::replication);
            case API_KEY -> new ApiKeys(call).find(idOrName).map(Removals::apiKey);
            case BACKFILL, CHANGE_RETENTION, FUNCTION ->
                throw Problem.invalid(
                                "kind",
                                "Sequin's API can't delete a " + kind.words() + "."
                                        + (kind == ResourceKind.BACKFILL ? " A backfill can be cancelled." : ""),
                                List.of("sink", "database", "http_endpoint", "replication", "api_key"))
                        .toException();
        });
    }

    /** @throws SequinException CONFLICT naming what must go first, in the order of removal */
    static void refuseBlocked(Removal removal) {
        if (!removal.isBlocked()) {
            return;
        }
        List<String> steps = new ArrayList<>();
        for (Blocker blocker : removal.blockers().stream().limit(SHOWN).toList()) {
            steps.add((steps.size() + 1) + ". " + blocker.how());
        }
        int more = removal.blockers().size() - steps.size();
        throw Problem.of(
                        Code.CONFLICT,
                        "Could not delete " + Named.named(removal.kind(), removal.name())
                                + ": other things depend on it. First, in this order: " + String.join(" ", steps)
                                + (more > 0 ? " And " + more + " more." : ""))
                .next(removal.blockers().stream()
                        .map(Blocker::next)
                        .filter(step -> step != null)
                        .limit(SHOWN)
                        .toArray(NextStep[]::new))
                .toException();
    }

    private Uni<Removal> sink(Sink sink) {
        return finder.allSinks().map(all -> {
            List<Sink> others =
                    all.stream().filter(other -> !other.id().equals(sink.id())).toList();
            return sink(sink, unused(sink, others));
        });
    }

    private static Removal sink(Sink sink, List<Leftover> unused) {
        List<String> lost = new ArrayList<>();
        lost.add("Every message it holds and has not delivered.");
        sink.activeBackfills()
                .forEach(backfill -> lost.add("Backfill " + backfill.id() + " of " + backfill.table() + ", which is "
                        + backfill.state() + "."));
        lost.add("The record of its past backfills.");
        return new Removal(
                ResourceKind.SINK, sink.id(), sink.name(), configuration(sink.raw()), List.of(), lost, unused);
    }

    /** What no other sink needs: a slot that nobody reads keeps growing. */
    private List<Leftover> unused(Sink sink, List<Sink> others) {
        List<Leftover> unused = new ArrayList<>();
        if (others.stream().noneMatch(other -> other.database().equals(sink.database()))) {
            unused.add(new Leftover(
                    "The database " + Named.quoted(sink.database())
                            + " stays in Sequin with no sink on it, and its replication slot keeps growing.",
                    null,
                    plan("database", sink.database())));
        }
        String endpoint = sink.httpEndpoint();
        if (endpoint != null
                && call.reach().sees(Reach.Kind.HTTP_ENDPOINT, endpoint)
                && others.stream().noneMatch(other -> endpoint.equals(other.httpEndpoint()))) {
            unused.add(new Leftover(
                    "The HTTP endpoint " + Named.quoted(endpoint) + " stays, with no sink that delivers there.",
                    null,
                    plan("http_endpoint", endpoint)));
        }
        return unused;
    }

    private static NextStep plan(String kind, String name) {
        return new NextStep("plan_delete", Map.of("kind", kind, "id_or_name", name));
    }

    /**
     * Sequin refuses while a sink or the source of a change retention is on the database (recordings 120, 123), naming
     * none of them, and fails with a 500 when only a retention's destination is.
     */
    Uni<Removal> database(Database database) {
        return Uni.combine()
                .all()
                .unis(finder.allSinks(), new ConfigDocuments(call).stored())
                .asTuple()
                .map(known -> {
                    List<Blocker> blockers = new ArrayList<>();
                    known.getItem1().stream()
                            .filter(sink -> sink.database().equals(database.name()))
                            .forEach(sink -> blockers.add(blocking(sink)));
                    known.getItem2()
                            .changeRetentions(database.name())
                            .forEach(retention -> blockers.add(retention(retention)));
                    return new Removal(
                            ResourceKind.DATABASE,
                            database.id(),
                            database.name(),
                            configuration(database.raw()),
                            blockers,
                            List.of("Sequin's connection details of the database. Nothing in the database itself."),
                            slots(database));
                });
    }

    /** Sequin refuses with a 400 that counts the sinks and names none. */
    Uni<Removal> httpEndpoint(HttpEndpoint endpoint) {
        return finder.allSinks()
                .map(sinks -> new Removal(
                        ResourceKind.HTTP_ENDPOINT,
                        endpoint.id(),
                        endpoint.name(),
                        configuration(endpoint.raw()),
                        sinks.stream()
                                .filter(sink -> endpoint.name().equals(sink.httpEndpoint()))
                                .map(this::blocking)
                                .toList(),
                        List.of("Its address and headers; encrypted ones can't be read back."),
                        List.of()));
    }

    /**
     * Sequin answers a 500 while sinks use the slot (recording 159). The sinks of a database read the slot that it
     * shows; a second entry is not shown, and nothing reads it (recording 150).
     */
    Uni<Removal> replication(Replication replication) {
        return Uni.combine()
                .all()
                .unis(finder.allSinks(), finder.allDatabases())
                .asTuple()
                .map(known -> {
                    String database = known.getItem2().stream()
                            .filter(candidate -> candidate.slots().stream()
                                    .anyMatch(slot -> slot.id().equals(replication.id())))
                            .map(Database::name)
                            .findFirst()
                            .orElse("");
                    return new Removal(
                            ResourceKind.REPLICATION,
                            replication.id(),
                            replication.slotName(),
                            configuration(replication.raw()),
                            known.getItem1().stream()
                                    .filter(sink -> sink.database().equals(database))
                                    .map(this::blocking)
                                    .toList(),
                            List.of("Sequin's entry of the slot."),
                            List.of(slot(replication.slotName())));
                });
    }

    private static Removal apiKey(ApiKey key) {
        return new Removal(
                ResourceKind.API_KEY,
                key.id(),
                key.name(),
                Map.of("id", key.id(), "name", key.name()),
                List.of(),
                List.of("Whoever uses this key is refused from then on; if it is this service's own, so is it."),
                List.of());
    }

    /** A sink out of reach blocks like any other, but stays nameless. */
    private Blocker blocking(Sink sink) {
        if (!finder.sees(sink)) {
            return new Blocker(
                    ResourceKind.SINK,
                    null,
                    null,
                    "A sink out of this connector's reach depends on it; an operator has to delete that.",
                    null);
        }
        return new Blocker(
                ResourceKind.SINK,
                sink.id(),
                sink.name(),
                "Delete sink " + Named.quoted(sink.name()) + ".",
                plan("sink", sink.name()));
    }

    private static Blocker retention(String name) {
        return new Blocker(
                ResourceKind.CHANGE_RETENTION,
                null,
                name,
                "Delete change retention " + Named.quoted(name) + " in Sequin's console; no API can.",
                null);
    }

    private static List<Leftover> slots(Database database) {
        return database.slots().stream().map(slot -> slot(slot.slotName())).toList();
    }

    private static Leftover slot(String name) {
        return new Leftover(
                "The replication slot " + Named.quoted(name)
                        + " stays in Postgres and keeps its log from being cleared until it is dropped there.",
                "select pg_drop_replication_slot('" + name.replace("'", "''") + "');",
                null);
    }

    private static Map<String, Object> configuration(Map<String, Object> raw) {
        return raw.entrySet().stream()
                .filter(field -> field.getValue() != null && !FLEETING.contains(field.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first, LinkedHashMap::new));
    }
}
