package io.sequinmcp.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.api.SinkSettings;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.ApiKey;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Function;
import io.sequinmcp.sandbox.world.HttpEndpoint;
import io.sequinmcp.sandbox.world.Network.PostgresServer;
import io.sequinmcp.sandbox.world.Replication;
import io.sequinmcp.sandbox.world.Retention;
import io.sequinmcp.sandbox.world.Table;
import io.sequinmcp.sandbox.world.World;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The world as it was when the recordings began. */
final class RecordedWorld {
    static final String START = "2026-11-22T12:29:47Z";
    static final String TOKEN = "recorded-token";

    private static final String PLACED_AT = "2026-11-22T12:29:42.990471Z";

    private final World world;
    private final Catalog shop = new Catalog("shop");

    private RecordedWorld(Clock clock) {
        world = new World(clock, 1, "real-head-test", "main", "admin@example.com");
    }

    static World create(Clock clock) {
        RecordedWorld recorded = new RecordedWorld(clock);
        recorded.tables();
        recorded.rest();
        return recorded.world;
    }

    private void tables() {
        shop.publication("shop_pub", "public", "billing");
        List.of("shop_slot", "spare_slot", "spare_slot2", "spare_slot3").forEach(shop::slot);
        shop.add(table(20_165, "public.users", List.of("id int8", "email text", "name text"), false));
        shop.add(table(
                20_170,
                "public.orders",
                List.of(
                        "id int8",
                        "user_id int8",
                        "status text",
                        "total numeric",
                        "items jsonb",
                        "placed_at timestamptz"),
                true));
        shop.add(table(20_180, "public.transactions", List.of("id int8", "amount numeric", "currency text"), false));
        shop.add(table(20_201, "billing.invoices", List.of("id int8", "order_id int8", "amount numeric"), false));
        shop.add(table(20_212, "audit.invoice_changes", List.of("id uuid", "record jsonb"), false));
        shop.preload("public.users", rows(200, RecordedWorld::user));
        shop.preload("public.orders", rows(300, RecordedWorld::order));
        shop.preload("public.transactions", rows(250, id -> Json.object()
                .put("id", id)
                .put("amount", id + ".00")
                .put("currency", "EUR")));
        shop.preload(
                "billing.invoices", rows(60, id -> Json.object().put("id", id).put("order_id", id)));
    }

    private static Table table(int oid, String name, List<String> columns, boolean fullIdentity) {
        String[] parts = name.split("\\.", 2);
        return new Table(oid, parts[0], parts[1], columns, List.of("id"), fullIdentity);
    }

    private static List<ObjectNode> rows(int count, IntFunction<ObjectNode> row) {
        return IntStream.rangeClosed(1, count).mapToObj(row).toList();
    }

    static ObjectNode user(int id) {
        return Json.object()
                .put("id", id)
                .put("email", "user" + id + "@example.com")
                .put("name", "User " + id);
    }

    private static ObjectNode order(int id) {
        ObjectNode order = Json.object().put("id", id);
        order.putArray("items").addObject().put("qty", 1 + id % 4).put("sku", "SKU-" + id);
        return order.put("placed_at", PLACED_AT)
                .put("status", List.of("new", "paid", "shipped").get(id % 3))
                .put("total", String.format(Locale.ROOT, "%.2f", id * 3.17))
                .put("user_id", 1 + id);
    }

    private void rest() {
        Instant start = world.now();
        world.add(new PostgresServer(Set.of("127.0.0.1"), 55_432, "sequin", "sequin-pass").with(shop));
        world.apiKeys().add(new ApiKey(world.ids().next(), "Default", "default-token", start));
        world.apiKeys().add(new ApiKey(world.ids().next(), "main-token", TOKEN, start));
        function(
                "id-only",
                "transform",
                """
                def transform(action, record, changes, metadata) do
                  %{id: record["id"], action: action}
                end""");
        function(
                "euro-only",
                "filter",
                """
                def filter(action, record, changes, metadata) do
                  record["currency"] == "EUR"
                end""");
        Database database = new Database(world.ids().next())
                .named("shop")
                .at("127.0.0.1", 55_432, "shop")
                .login("sequin", "sequin-pass")
                .pool(5, 1000, 50)
                .knowing(shop.tables());
        world.databases().add(database);
        world.replications().add(new Replication(world.ids().next(), database.id(), "shop_slot", "shop_pub"));
        world.endpoints()
                .add(new HttpEndpoint(world.ids().next(), start)
                        .named("orders-hook")
                        .at(HttpEndpoint.Address.of(URI.create("http://127.0.0.1:55999/hook")))
                        .headed(Json.object().put("X-Env", "test"))
                        .secretlyHeaded(Json.object().put("Authorization", "Bearer hook-secret")));
        world.network().kill("127.0.0.1:55998");
        world.retentions()
                .add(new Retention(
                        world.ids().next(),
                        "invoice-history",
                        database.id(),
                        shop.table("billing.invoices").orElseThrow(),
                        database.id(),
                        shop.table("audit.invoice_changes").orElseThrow(),
                        List.of("insert", "update", "delete"),
                        Json.array(),
                        world.nextSequence(),
                        "active"));
        sinks(start.minus(Duration.ofMinutes(1)));
    }

    private void sinks(Instant insertedAt) {
        sink(
                """
                {"name": "transactions-webhook", "database": "shop", "filter": "euro-only", "transform": "id-only",
                 "source": {"include_tables": ["public.transactions"]}, "annotations": {"team": "billing"},
                 "destination": {"type": "webhook", "http_endpoint": "orders-hook", "http_endpoint_path": "/transactions"}}
                """,
                insertedAt);
        sink(
                """
                {"name": "orders-stream", "database": "shop", "source": {"include_tables": ["public.orders"]},
                 "destination": {"type": "sequin_stream"}}
                """,
                insertedAt);
        sink(
                """
                {"name": "public-all-stream", "database": "shop", "source": {"include_schemas": ["public"]},
                 "destination": {"type": "sequin_stream"}}
                """,
                insertedAt);
    }

    private void sink(String fields, Instant insertedAt) {
        SinkSettings.create(world, (ObjectNode) Json.parse(fields).orElseThrow(), insertedAt);
    }

    private void function(String name, String type, String code) {
        world.functions().add(new Function(world.ids().next(), name, null, type, code, null));
    }
}
