package io.sequinmcp.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.Stamp;
import io.sequinmcp.sandbox.world.Traffic;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** An application that takes orders and payments. It never touches invoices, so that their stream stays as seeded. */
final class DemoTraffic implements Traffic.Writer {
    private static final int FIRST_NEW_ID = 10_001;

    private final Catalog catalog;

    DemoTraffic(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void write(Instant now, int count) {
        Random random = new Random(count);
        int id = FIRST_NEW_ID + count;
        String time = Stamp.micros(now);
        switch (count % 5) {
            case 0 -> catalog.insert(DemoTables.ORDERS, now, order(id, random, time));
            case 1 -> catalog.insert(DemoTables.TRANSACTIONS, now, payment(id, random, time));
            case 2 -> update(DemoTables.ORDERS, now, Json.object().put("status", "shipped"), 1 + random.nextInt(480));
            case 3 -> update(DemoTables.USERS, now, Json.object().put("plan", pick(random)), 1 + random.nextInt(250));
            default -> {
                ObjectNode values = Json.object().put("value", "dark").put("updated_at", time);
                String user = String.valueOf(1 + random.nextInt(100));
                catalog.transaction(now, change -> change.update(DemoTables.USER_PREFERENCES, values, user, "theme"));
            }
        }
    }

    private void update(String table, Instant now, ObjectNode values, int id) {
        catalog.transaction(now, change -> change.update(table, values, String.valueOf(id)));
    }

    private static String pick(Random random) {
        return List.of("free", "team", "enterprise").get(random.nextInt(3));
    }

    private static ObjectNode order(int id, Random random, String time) {
        ObjectNode order = Json.object()
                .put("id", id)
                .put("user_id", 1 + random.nextInt(250))
                .put("status", "pending")
                .put("total", random.nextInt(900) + ".50");
        order.putArray("items").addObject().put("sku", "SKU-" + id % 40).put("qty", 1);
        return order.put("placed_at", time);
    }

    private static ObjectNode payment(int id, Random random, String time) {
        return Json.object()
                .put("id", id)
                .put("account_id", 1 + random.nextInt(90))
                .put("amount", random.nextInt(5_000) + ".00")
                .put("currency", "EUR")
                .put("status", "pending")
                .put("created_at", time);
    }
}
