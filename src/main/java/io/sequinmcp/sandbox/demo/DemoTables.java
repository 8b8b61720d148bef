package io.sequinmcp.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.Stamp;
import io.sequinmcp.sandbox.world.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The tables of the demo's databases and the rows they start with. The same seed makes the same rows. */
final class DemoTables {
    static final String TRANSACTIONS = "public.transactions";
    static final String ORDERS = "public.orders";
    static final String USERS = "public.users";
    static final String USER_PREFERENCES = "public.user_preferences";
    static final String INVOICES = "billing.invoices";

    private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP");
    private static final List<String> STATUSES = List.of("pending", "paid", "shipped", "refunded");
    private static final List<String> KEYS = List.of("theme", "language", "newsletter");
    private static final List<String> PLANS = List.of("free", "team", "enterprise");

    private final Random random = new Random(20_260_218);
    private final Instant start;

    DemoTables(Instant start) {
        this.start = start;
    }

    Catalog production() {
        Catalog catalog = new Catalog("prod");
        catalog.publication("sequin_pub", "public", "billing")
                .slot("sequin_slot")
                .slot("spare_slot");
        catalog.add(new Table(
                20_101,
                "public",
                "transactions",
                List.of(
                        "id int8",
                        "account_id int8",
                        "amount numeric",
                        "currency text",
                        "status text",
                        "created_at timestamptz"),
                List.of("id"),
                false));
        catalog.add(new Table(
                20_110,
                "public",
                "orders",
                List.of(
                        "id int8",
                        "user_id int8",
                        "status text",
                        "total numeric",
                        "items jsonb",
                        "placed_at timestamptz"),
                List.of("id"),
                true));
        catalog.add(new Table(
                20_120,
                "public",
                "users",
                List.of("id int8", "email text", "name text", "plan text", "created_at timestamptz"),
                List.of("id"),
                false));
        catalog.add(new Table(
                20_130,
                "public",
                "user_preferences",
                List.of("user_id int8", "key text", "value text", "updated_at timestamptz"),
                List.of("user_id", "key"),
                false));
        // No primary key: a backfill of it fails, and nothing says why
        catalog.add(
                new Table(20_140, "public", "raw_events", List.of("source text", "payload jsonb"), List.of(), false));
        catalog.add(new Table(
                20_150,
                "billing",
                "invoices",
                List.of("id int8", "order_id int8", "amount numeric", "state text", "due_on date"),
                List.of("id"),
                true));
        // Where the change retention writes to; not published
        catalog.add(new Table(
                20_160,
                "audit",
                "order_changes",
                List.of("id uuid", "action text", "record jsonb", "changes jsonb", "committed_at timestamptz"),
                List.of("id"),
                false));
        catalog.preload(TRANSACTIONS, rows(1_200, this::transaction));
        catalog.preload(ORDERS, rows(480, this::order));
        catalog.preload(USERS, rows(250, this::user));
        catalog.preload(USER_PREFERENCES, rows(300, this::preference));
        catalog.preload("public.raw_events", rows(40, this::event));
        catalog.preload(INVOICES, rows(120, this::invoice));
        return catalog;
    }

    Catalog analytics() {
        Catalog catalog = new Catalog("analytics");
        catalog.publication("analytics_pub", "public").slot("analytics_slot").slot("spare_analytics_slot");
        catalog.add(new Table(
                20_201,
                "public",
                "page_views",
                List.of("id int8", "path text", "user_id int8", "viewed_at timestamptz"),
                List.of("id"),
                true));
        catalog.preload("public.page_views", rows(150, this::pageView));
        return catalog;
    }

    private static List<ObjectNode> rows(int count, IntFunction<ObjectNode> row) {
        return IntStream.rangeClosed(1, count).mapToObj(row).toList();
    }

    ObjectNode transaction(int id) {
        return Json.object()
                .put("id", id)
                .put("account_id", 1 + random.nextInt(90))
                .put("amount", money(5_000))
                .put("currency", pick(CURRENCIES))
                .put("status", pick(List.of("pending", "settled", "failed")))
                .put("created_at", past(id));
    }

    ObjectNode order(int id) {
        ObjectNode order = Json.object()
                .put("id", id)
                .put("user_id", 1 + random.nextInt(250))
                .put("status", pick(STATUSES))
                .put("total", money(900));
        order.putArray("items").addObject().put("sku", "SKU-" + id % 40).put("qty", 1 + random.nextInt(5));
        return order.put("placed_at", past(id));
    }

    private ObjectNode user(int id) {
        return Json.object()
                .put("id", id)
                .put("email", "user" + id + "@example.com")
                .put("name", "User " + id)
                .put("plan", pick(PLANS))
                .put("created_at", past(id));
    }

    private ObjectNode preference(int n) {
        return Json.object()
                .put("user_id", 1 + (n - 1) / KEYS.size())
                .put("key", KEYS.get((n - 1) % KEYS.size()))
                .put("value", pick(List.of("dark", "light", "en", "de", "yes", "no")))
                .put("updated_at", past(n));
    }

    private ObjectNode event(int n) {
        ObjectNode event = Json.object().put("source", "import-" + n % 4);
        event.putObject("payload").put("n", n);
        return event;
    }

    ObjectNode invoice(int id) {
        return Json.object()
                .put("id", id)
                .put("order_id", 1 + random.nextInt(480))
                .put("amount", money(900))
                .put("state", pick(List.of("draft", "open", "paid")))
                .put("due_on", "2026-0" + (1 + id % 9) + "-15");
    }

    private ObjectNode pageView(int id) {
        return Json.object()
                .put("id", id)
                .put("path", pick(List.of("/", "/pricing", "/docs")))
                .put("user_id", 1 + random.nextInt(250))
                .put("viewed_at", past(id));
    }

    /** Numeric columns are texts in Sequin's messages. */
    private String money(int most) {
        return String.format(Locale.ROOT, "%.2f", 1 + random.nextInt(most * 100) / 100.0);
    }

    private String past(int n) {
        return Stamp.micros(start.minus(Duration.ofMinutes(90L + n)));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
