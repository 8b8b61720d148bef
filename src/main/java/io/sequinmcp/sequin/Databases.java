package io.sequinmcp.sequin;

import io.sequinmcp.sequin.generated.model.DatabaseCreate;
import io.sequinmcp.sequin.generated.model.DatabaseUpdate;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/** The databases of an account. Every {@code idOrName} is either; what is out of reach is not found. */
public final class Databases {
    private static final Map<String, Object> NO_BODY = Map.of();

    private final Call call;
    private final Finder finder;

    Databases(Call call) {
        this.call = call;
        this.finder = new Finder(call);
    }

    public Uni<List<Database>> list() {
        return finder.databases();
    }

    public Uni<Database> get(String idOrName) {
        return finder.database(idOrName);
    }

    /** Has Sequin connect, log in and look for slot and publication; up to 20 s. A failed test is a value. */
    public Uni<ConnectionTest> test(String idOrName) {
        return finder.database(idOrName).flatMap(this::test);
    }

    private Uni<ConnectionTest> test(Database database) {
        if (database.slots().isEmpty()) {
            // A 500 of Sequin's (section 3.5)
            return Uni.createFrom()
                    .item(new ConnectionTest(database, false, "The database has no replication slot entry in Sequin"));
        }
        return call.sendMaybeEmpty(
                        Effort.REPEATABLE,
                        "test the connection of " + name(database),
                        client -> client.databases.testDatabaseConnection(database.id(), NO_BODY))
                .map(done -> new ConnectionTest(database, true, null))
                .onFailure(Databases::isRefusal)
                .recoverWithItem(failure -> new ConnectionTest(database, false, words((SequinException) failure)));
    }

    /** Has Sequin read the schemas and tables anew; needed after a CREATE TABLE. Sequin lists no tables. */
    public Uni<Database> refreshTables(String idOrName) {
        return finder.database(idOrName).call(database -> call.sendMaybeEmpty(
                        Effort.REPEATABLE,
                        "read the tables of " + name(database) + " anew",
                        client -> client.databases.refreshDatabaseTables(database.id(), NO_BODY))
                .onFailure(Databases::isRefusal)
                // Sequin gives no reason here (recording 100), but testing the connection does
                .transform(failure -> Problem.of(
                                Problem.Code.UPSTREAM_ERROR,
                                "Sequin could not read the tables of " + name(database)
                                        + "; it does not say why. Testing the connection tells.")
                        .answered(422, Map.of())
                        .next(NextStep.of("test_database_connection", "database_id_or_name", database.name()))
                        .toException()));
    }

    /** Makes an entry; Sequin connects first. Slot and publication must exist. */
    public Uni<Outcome<Database>> create(DatabaseSettings settings) {
        return Uni.createFrom().deferred(() -> {
            DatabaseRequest request = new DatabaseRequest(settings);
            Map<String, Object> body = request.toCreate();
            SequinJson.request(body, DatabaseCreate.class);
            String name = String.valueOf(settings.name());
            Named.checkNew(name);
            finder.checkMayChange(Reach.Kind.DATABASE, ResourceKind.DATABASE, name);
            return finder.allDatabases()
                    .invoke(databases -> SlotHolder.check(settings, databases))
                    .flatMap(free -> new SecretReferences(call).inDatabase(body, null))
                    .map(complete -> SequinJson.request(complete, DatabaseCreate.class))
                    .flatMap(complete -> call.send(
                            Effort.WRITE,
                            "create " + Named.named(ResourceKind.DATABASE, name),
                            client -> client.databases.createDatabase(complete)))
                    .map(generated -> new Outcome<>(Finder.database(generated), request.notes()))
                    .onFailure(SequinException.class)
                    .transform(failure -> DatabaseFailures.explain((SequinException) failure, settings));
        });
    }

    /** Changes what is given and nothing else. Sequin does not try the connection; see {@link #test}. */
    public Uni<Outcome<Database>> update(String idOrName, DatabaseSettings settings) {
        // What names and slots there are matters only to those that set one
        Uni<List<Database>> others = settings.name() == null && settings.slotName() == null
                ? Uni.createFrom().item(List.of())
                : finder.allDatabases();
        return Uni.combine()
                .all()
                .unis(finder.databaseToChange(idOrName), others)
                .asTuple()
                .flatMap(known -> {
                    Database database = known.getItem1();
                    DatabaseRequest request = new DatabaseRequest(settings);
                    Map<String, Object> body = request.toUpdate(database);
                    SequinJson.request(body, DatabaseUpdate.class);
                    if (settings.name() != null) {
                        finder.checkMayChange(Reach.Kind.DATABASE, ResourceKind.DATABASE, settings.name());
                    }
                    SlotHolder.check(database, settings, known.getItem2());
                    return new SecretReferences(call)
                            .inDatabase(body, database)
                            .map(complete -> SequinJson.request(complete, DatabaseUpdate.class))
                            .flatMap(complete -> call.send(
                                    Effort.WRITE,
                                    "update " + name(database),
                                    client -> client.databases.updateDatabase(database.id(), complete)))
                            .map(generated -> new Outcome<>(Finder.database(generated), request.notes()));
                })
                .eventually(call.client().consumers()::forgetAll);
    }

    /** Deletes the entry. Refused while sinks or change retentions use it, see {@link Removals}. */
    public Uni<Void> delete(String idOrName) {
        return finder.databaseToChange(idOrName).flatMap(database -> new Removals(call)
                .database(database)
                .invoke(Removals::refuseBlocked)
                .flatMap(removal -> call.send(
                                Effort.WRITE,
                                "delete " + name(database),
                                client -> client.databases.deleteDatabase(database.id()))
                        .replaceWithVoid()));
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof SequinException known && known.hasStatus(422);
    }

    private static String words(SequinException failure) {
        String words = failure.body() == null ? "" : failure.body().words();
        return words.isEmpty() ? "Sequin gives no reason" : words;
    }

    private static String name(Database database) {
        return Named.named(ResourceKind.DATABASE, database.name());
    }
}
