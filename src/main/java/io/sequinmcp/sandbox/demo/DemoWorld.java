package io.sequinmcp.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.ApiKey;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Function;
import io.sequinmcp.sandbox.world.Network.PostgresServer;
import io.sequinmcp.sandbox.world.Replication;
import io.sequinmcp.sandbox.world.Retention;
import io.sequinmcp.sandbox.world.Traffic;
import io.sequinmcp.sandbox.world.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Makes the demo world. Two made at the same time are alike, ids included. */
public final class DemoWorld {
    /** The API token of the sandbox. There is nothing behind it to protect. */
    public static final String API_TOKEN = "sequin-sandbox-token";

    /** Where the simulated Postgres server is, and its login, for who wants to add a database. */
    public static final String POSTGRES_HOST = "postgres.internal";

    public static final String POSTGRES_PASSWORD = "postgres-demo-password";

    /** The version this sandbox was made after. */
    private static final String VERSION = "v0.14.6";

    private static final int SEED = 17_376;
    private static final Duration PACE = Duration.ofSeconds(5);

    private DemoWorld() {}

    public static World create(Clock clock) {
        World world = new World(clock, SEED, VERSION, "sandbox", "admin@example.com");
        Instant start = world.now();
        DemoTables tables = new DemoTables(start);
        Catalog production = tables.production();
        Catalog analytics = tables.analytics();
        world.add(new PostgresServer(Set.of(POSTGRES_HOST), 5432, "sequin", POSTGRES_PASSWORD)
                .with(production)
                .with(analytics));
        world.apiKeys().add(new ApiKey(world.ids().next(), "Default", API_TOKEN, start));
        functions(world);
        Database productionDatabase = database(world, "prod_db", production, "sequin_slot", "sequin_pub");
        Database analyticsDatabase = database(world, "analytics_db", analytics, "analytics_slot", "analytics_pub");
        new DemoSinks(world).add(productionDatabase, analyticsDatabase);
        retention(world, productionDatabase, production);
        history(production, tables, start);
        world.sinks().byName("order_audit").orElseThrow().buffer().receive(3, start);
        world.add(new Traffic(start, PACE, new DemoTraffic(production)));
        world.advance();
        return world;
    }

    private static Database database(World world, String name, Catalog catalog, String slot, String publication) {
        Database database = new Database(world.ids().next())
                .named(name)
                .at(POSTGRES_HOST, 5432, catalog.name())
                .login("sequin", POSTGRES_PASSWORD)
                .knowing(catalog.tables());
        world.databases().add(database);
        world.replications().add(new Replication(world.ids().next(), database.id(), slot, publication));
        return database;
    }

    private static void functions(World world) {
        function(
                world,
                "large-amounts",
                "filter",
                """
                def filter(action, record, changes, metadata) do
                  Decimal.gt?(record["amount"], 1000)
                end""");
        function(
                world,
                "id-only",
                "transform",
                """
                def transform(action, record, changes, metadata) do
                  %{id: record["id"], action: action}
                end""");
        function(world, "record-only", "path", "record");
    }

    private static void function(World world, String name, String type, String source) {
        world.functions().add(new Function(world.ids().next(), name, null, type, source, null));
    }

    private static void retention(World world, Database database, Catalog catalog) {
        world.retentions()
                .add(new Retention(
                        world.ids().next(),
                        "order_history",
                        database.id(),
                        catalog.table(DemoTables.ORDERS).orElseThrow(),
                        database.id(),
                        catalog.table("audit.order_changes").orElseThrow(),
                        List.of("insert", "update", "delete"),
                        Json.array(),
                        world.nextSequence(),
                        "active"));
    }

    /** What happened in the hours before, and waits in the streams. */
    private static void history(Catalog catalog, DemoTables tables, Instant start) {
        Instant time = start.minus(Duration.ofHours(3));
        for (int i = 0; i < 12; i++) {
            catalog.insert(DemoTables.TRANSACTIONS, time.plusSeconds(60L * i), tables.transaction(5_001 + i));
        }
        for (int i = 0; i < 14; i++) {
            int id = i % 3 == 0 ? 5_001 + i : 10 + i;
            Instant at = time.plusSeconds(90L * i);
            switch (i % 3) {
                case 0 -> catalog.insert(DemoTables.INVOICES, at, tables.invoice(id));
                case 1 -> {
                    ObjectNode paid = Json.object().put("state", "paid");
                    catalog.transaction(at, change -> change.update(DemoTables.INVOICES, paid, String.valueOf(id)));
                }
                default -> catalog.transaction(at, change -> change.delete(DemoTables.INVOICES, String.valueOf(id)));
            }
        }
        for (int i = 0; i < 8; i++) {
            catalog.insert(DemoTables.ORDERS, time.plusSeconds(120L * i), tables.order(5_001 + i));
        }
    }
}
