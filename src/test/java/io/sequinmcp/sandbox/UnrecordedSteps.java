package io.sequinmcp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Stamp;
import io.sequinmcp.sandbox.world.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What happened between the recorded exchanges: requests that were not kept, rows written to Postgres, time that went
 * by. Each step runs before the recording of its number.
 */
final class UnrecordedSteps {
    private static final String DATABASE =
            """
            {"name": "%s", "hostname": "127.0.0.1", "port": 55432, "database": "shop", "username": "sequin",
             "password": "sequin-pass", "replication_slots": [{"publication_name": "shop_pub", "slot_name": "%s"}]}
            """;
    private static final String STREAM = "/api/sequin_streams/orders-stream/";

    private final Map<Integer, Runnable> steps = new TreeMap<>();
    private final Replay replay;

    UnrecordedSteps(Replay replay) {
        this.replay = replay;
        databases();
        resources();
        sinks();
        streams();
        backfills();
        endings();
    }

    void before(Recording recording) {
        steps.getOrDefault(recording.number(), () -> {}).run();
    }

    private void databases() {
        String spare = "/api/postgres_databases/spare";
        ask(65, "POST", "/api/postgres_databases", DATABASE.formatted("spare-ssl", "spare_slot"));
        ask(99, "PUT", spare, "{\"port\": 55432, \"password\": \"wrong\"}");
        step(119, () -> replay.sandbox().postgres().dropSlot("spare_slot"));
    }

    private void resources() {
        step(
                133,
                () -> replay.bind(
                        "00914343-e084-4574-ab17-734511855196",
                        replay.ask("POST", "/api/api_keys", "{\"name\": \"own\", \"token\": \"my-own-token-123\"}")
                                .path("id")
                                .asText()));
        ask(139, "DELETE", "/api/api_keys/1bc57f0f-36aa-4946-a0ed-ffad5d14d439", "");
        ask(
                177,
                "POST",
                "/api/destinations/http_endpoints",
                """
                {"name": "ep1", "url": "http://127.0.0.1:55999/x", "headers": {"X-A": "1"},
                 "encrypted_headers": {"X-Secret": "sesamt"}}
                """);
    }

    private void sinks() {
        step(198, () -> replay.sandbox().advance(5));
        ask(
                245,
                "POST",
                "/api/sinks",
                """
                {"name": "s3", "database": "shop", "destination": {"type": "sequin_stream"}, "status": "paused"}
                """);
        ask(270, "POST", "/api/sinks", search("typesense", "collection_name"));
        step(280, () -> replay.sandbox().advance(5));
        ask(287, "PATCH", "/api/sinks/s1", "{\"status\": \"active\", \"batch_size\": 5}");
        step(306, () -> replay.sandbox().advance(5));
    }

    private static String search(String type, String target) {
        return """
                {"name": "t-%s", "database": "shop", "source": {"include_tables": ["public.users"]}, "routing": "none",
                 "status": "disabled", "destination": {"type": "%s", "endpoint_url": "http://127.0.0.1:8108",
                 "%s": "c", "api_key": "ts-secret"}}
                """
                .formatted(type, type, target);
    }

    private void streams() {
        step(367, this::firstOrders);
        step(373, this::receiveRest);
        step(379, () -> ack("3cf18cce-2592-4f51-886c-c62f46e7dab8"));
        step(395, this::leasesRunOut);
        step(396, () -> replay.sandbox().onceWaiting(() -> order(308, "longpoll")));
        step(399, () -> {
            order(309, "grp");
            ObjectNode update = Json.object().put("status", "grp2");
            replay.sandbox().postgres().transaction(now(), change -> change.update("public.orders", update, "309"));
        });
        step(402, () -> ack("4f040bf3-ad81-416d-b07d-8b7a3509c4d3"));
        step(418, () -> order(310, "while-active"));
    }

    /** Six orders, a change and a deletion, in one transaction. */
    private void firstOrders() {
        replay.sandbox().postgres().transaction(now(), change -> {
            for (int id = 301; id <= 306; id++) {
                ObjectNode order = newOrder(id, "new").put("total", (id - 300) + ".00");
                order.putArray("items").addObject().put("qty", 1).put("sku", "A");
                change.insert("public.orders", order.put("user_id", 1));
            }
            change.update("public.orders", Json.object().put("total", "99.99"), "10");
            change.delete("public.orders", "11");
        });
    }

    private void receiveRest() {
        Map<String, String> recorded = Map.of(
                "306", "0c15fd2a-bd3e-49d6-bb73-36f3b3c12413",
                "10", "9c54a329-931c-4750-a500-3c1dd32d30b6",
                "11", "2228c38c-a48e-418d-b3d4-855ab8696ca6");
        receive(10).forEach(message -> replay.bind(recorded.get(key(message)), ackId(message)));
    }

    /**
     * "un-acked message came back after 27.1 s": the deletion first, then one that was acked in upper case, and a new
     * one.
     */
    private void leasesRunOut() {
        order(307, "redeliver");
        replay.sandbox().advance(31);
        for (JsonNode message : receive(10)) {
            if (key(message).equals("307")) {
                replay.bind("a6e097d9-e869-4ea1-a2bb-131a217adf5a", ackId(message));
            } else if (key(message).equals("11")) {
                ack("2228c38c-a48e-418d-b3d4-855ab8696ca6");
            }
        }
    }

    private void backfills() {
        step(433, () -> replay.sandbox().advance(1));
        // This one failed by itself; why, the API does not say
        ask(
                471,
                "PATCH",
                "/api/sinks/public-all-stream/backfills/62b873d6-0588-4f2b-ad8a-a81dd878cccb",
                "{\"state\": \"failed\"}");
        step(471, () -> replay.sandbox().advance(1));
        step(473, () -> {
            for (int second = 0; second < 33; second++) {
                replay.sandbox().advance(1);
                receive(1000).forEach(message -> ack(ackId(message)));
            }
        });
        for (int number = 477; number <= 496; number++) {
            step(number, () -> replay.sandbox().advance(1));
        }
        // Number 483 was one of the polls, too
        step(484, () -> replay.sandbox().advance(1));
        step(
                502,
                () -> replay.bind(
                        "038c8c85-9c74-4223-b51b-b3b237707ad3",
                        replay.ask("POST", "/api/sinks/orders-stream/backfills", "{}")
                                .path("id")
                                .asText()));
        ask(
                506,
                "PATCH",
                "/api/sinks/orders-stream/backfills/bd2fe0f1-73e9-4e3f-adc6-f56b99f218a0",
                "{\"state\": \"cancelled\"}");
    }

    private void endings() {
        step(511, () -> {
            replay.ask(
                    "POST",
                    "/api/sinks",
                    """
                    {"name": "dead-sink", "database": "shop", "source": {"include_tables": ["public.users"]},
                     "destination": {"type": "webhook", "http_endpoint": "dead-ep"}}
                    """);
            replay.ask(
                    "POST",
                    "/api/sinks",
                    """
                    {"name": "unpub-sink", "database": "shop", "source": {"include_tables": ["audit.invoice_changes"]},
                     "destination": {"type": "sequin_stream"}}
                    """);
            replay.sandbox()
                    .postgres()
                    .add(new Table(20_300, "public", "nopk", List.of("a int4", "b text"), List.of(), false));
        });
        step(515, () -> {
            replay.sandbox().postgres().insert("public.nopk", now(), keyless(1, "x"), keyless(2, "y"));
            replay.sandbox().postgres().transaction(now(), change -> {
                for (int id = 201; id <= 205; id++) {
                    change.insert("public.users", RecordedWorld.user(id));
                }
                change.insert("public.nopk", keyless(3, "z"));
            });
            replay.sandbox().advance(5);
        });
        step(555, () -> replay.sandbox().advance(2));
        step(561, () -> replay.sandbox().world().redisUp(false));
        step(564, () -> replay.sandbox().world().redisUp(true));
    }

    private static ObjectNode keyless(int a, String b) {
        return Json.object().put("a", a).put("b", b);
    }

    private void order(int id, String status) {
        replay.sandbox().postgres().insert("public.orders", now(), newOrder(id, status));
    }

    private ObjectNode newOrder(int id, String status) {
        Map<Integer, Integer> users = Map.of(307, 2, 308, 4, 309, 3, 310, 1);
        return Json.object()
                .put("id", id)
                .putNull("items")
                .put("placed_at", Stamp.micros(now()))
                .put("status", status)
                .put("total", id == 307 ? "5.00" : "1.00")
                .put("user_id", users.getOrDefault(id, 1));
    }

    private Instant now() {
        return replay.sandbox().world().now();
    }

    private List<JsonNode> receive(int most) {
        JsonNode answer = replay.ask("POST", STREAM + "receive", "{\"batch_size\": " + most + "}");
        return StreamSupport.stream(answer.path("data").spliterator(), false).toList();
    }

    private void ack(String id) {
        replay.ask("POST", STREAM + "ack", "{\"ack_ids\": [\"" + id + "\"]}");
    }

    private static String key(JsonNode message) {
        return message.at("/data/metadata/record_pks/0").asText();
    }

    private static String ackId(JsonNode message) {
        return message.path("ack_id").asText();
    }

    private void ask(int before, String method, String path, String body) {
        step(before, () -> replay.ask(method, path, body));
    }

    private void step(int before, Runnable step) {
        steps.merge(before, step, UnrecordedSteps::both);
    }

    private static Runnable both(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }
}
