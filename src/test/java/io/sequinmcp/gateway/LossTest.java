package io.sequinmcp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two thousand messages, and agents that crash, cancel, time out and forget: at the end every message was acked by an
 * agent that had it in hand, and what nobody acked was still in the stream.
 */
@QuarkusTest
class LossTest {
    private static final int MESSAGES = 2_000;
    private static final int AGENTS = 6;
    private static final int ROUNDS = 70;
    private static final long SEED = Long.getLong("loss.seed", 20_261_123L);
    private static final Duration CHAOS = Duration.ofSeconds(15);
    /** A little more than the lease of the sandbox. */
    private static final int LEASE = 31;

    /** What an agent does in one round. */
    private enum Deed {
        ACK,
        ACK_SOME_AND_NACK_THE_REST,
        FORGET,
        CRASH,
        CRASH_IN_EVENTS,
        CANCEL,
        TIME_OUT
    }

    private static final List<Deed> CHANCES = List.of(
            Deed.ACK,
            Deed.ACK,
            Deed.ACK,
            Deed.ACK_SOME_AND_NACK_THE_REST,
            Deed.FORGET,
            Deed.CRASH,
            Deed.CRASH,
            Deed.CRASH_IN_EVENTS,
            Deed.CANCEL,
            Deed.TIME_OUT);

    @TestHTTPResource
    URI server;

    @Inject
    SandboxLevers sandbox;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String stream = "loss-" + UUID.randomUUID();
    private final Set<Integer> acked = ConcurrentHashMap.newKeySet();
    private final Map<Deed, Integer> deeds = new ConcurrentSkipListMap<>();
    private final AtomicInteger handedOut = new AtomicInteger();
    private final AtomicInteger redelivered = new AtomicInteger();
    private final AtomicInteger forgotten = new AtomicInteger();

    @Test
    void no_message_is_lost_or_stuck() throws Exception {
        long start = System.nanoTime();
        sandbox.createStream(stream);
        insert(0, MESSAGES / 2);

        unleash(start + CHAOS.toNanos());
        sandbox.awaitNoPoll();
        double chaos = seconds(start);

        int ackedInChaos = acked.size();
        int atOnce = takeWhatIsThere();
        int leased = MESSAGES - ackedInChaos - atOnce;
        sandbox.leap(LEASE);
        int afterTheLease = drain();
        double all = seconds(start);

        System.out.printf(
                "Loss test, seed %d: %d messages, %d agents, %s%n"
                        + "  handed out %d times, %d of them again; %d acked amid the chaos (%.1f s)%n"
                        + "  of the %d left, %d were there at once and %d leased: %d forgotten, the others in answers"
                        + " that were written and not read%n"
                        + "  after one lease %d were received and acked; lost: %d; in all %.1f s%n",
                SEED,
                MESSAGES,
                AGENTS,
                deeds,
                handedOut.get(),
                redelivered.get(),
                ackedInChaos,
                chaos,
                MESSAGES - ackedInChaos,
                atOnce,
                leased,
                forgotten.get(),
                afterTheLease,
                MESSAGES - acked.size(),
                all);
        assertThat(acked).containsExactlyInAnyOrderElementsOf(ids(0, MESSAGES));
        assertThat(afterTheLease).isEqualTo(MESSAGES - ackedInChaos);
        assertThat(sandbox.receive(stream, 1_000)).isEmpty();
        // One that was handed out in the very moment in which a late ack removed it may stay open
        assertThat(call(Wire.message("list_deliveries", arguments()))
                        .getJsonObject("structuredContent")
                        .getJsonArray("deliveries"))
                .as("what the ledger takes for open")
                .hasSizeLessThanOrEqualTo(2);
        sandbox.deleteSink(stream);
    }

    private void unleash(long until) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AGENTS + 1);
        List<Callable<Void>> work = new ArrayList<>();
        for (int agent = 0; agent < AGENTS; agent++) {
            Random random = new Random(SEED + agent);
            work.add(() -> {
                for (int round = 0; round < ROUNDS && System.nanoTime() < until; round++) {
                    act(random);
                }
                return null;
            });
        }
        work.add(() -> {
            // Rows keep coming, and leases run out while agents hold them
            for (int part = 0; part < 10; part++) {
                insert(MESSAGES / 2 + part * MESSAGES / 20, MESSAGES / 20);
                pause(new Random(SEED + part), 600);
                if (part % 4 == 3) {
                    sandbox.leap(LEASE);
                }
            }
            return null;
        });
        for (Future<Void> one : threads.invokeAll(work)) {
            one.get();
        }
        threads.shutdown();
    }

    private void act(Random random) throws Exception {
        Deed deed = CHANCES.get(random.nextInt(CHANCES.size()));
        deeds.merge(deed, 1, Integer::sum);
        String receive = Wire.message(
                "receive_messages",
                arguments().put("batch_size", 1 + random.nextInt(20)).put("wait_seconds", random.nextInt(2)));
        switch (deed) {
            case ACK -> {
                JsonObject delivery = received(call(receive));
                if (delivery.containsKey("delivery_id")) {
                    ack(delivery);
                }
            }
            case ACK_SOME_AND_NACK_THE_REST -> ackSome(received(call(receive)), random);
            case FORGET -> forgotten.addAndGet(received(call(receive)).getInteger("count"));
            case CRASH -> {
                RawClient client = RawClient.post(server, TestConnectors.ALL, receive);
                pause(random, 60);
                if (random.nextBoolean()) {
                    client.reset();
                } else {
                    client.close();
                }
            }
            case CRASH_IN_EVENTS -> {
                String ping = "{\"jsonrpc\":\"2.0\",\"id\":\"ping-1\",\"method\":\"ping\"}";
                try (RawClient client = RawClient.post(server, TestConnectors.ALL, "[" + ping + "," + receive + "]")) {
                    client.readUntil("ping-1");
                    pause(random, 40);
                }
            }
            case CANCEL -> cancel(receive, random);
            case TIME_OUT -> {
                try (RawClient client = RawClient.post(server, TestConnectors.ALL, receive)) {
                    client.patience(1 + random.nextInt(60));
                    client.readUntil("\"result\"");
                } catch (SocketTimeoutException expected) {
                    // Gone by now
                }
            }
        }
    }

    private void ack(JsonObject delivery) throws Exception {
        JsonObject settled = call(Wire.message(
                        "ack_messages", arguments().put("delivery_id", delivery.getString("delivery_id"))))
                .getJsonObject("structuredContent");
        JsonObject before = settled.getJsonObject("settled_before", new JsonObject());
        rows(delivery).forEach((ackId, row) -> {
            if (!before.containsKey(ackId)) {
                acked.add(row);
            }
        });
    }

    private void ackSome(JsonObject delivery, Random random) throws Exception {
        Map<String, Integer> rows = rows(delivery);
        if (rows.isEmpty()) {
            return;
        }
        List<String> some =
                rows.keySet().stream().limit(1 + random.nextInt(rows.size())).toList();
        JsonObject settled = call(Wire.message("ack_messages", arguments().put("ack_ids", some)))
                .getJsonObject("structuredContent");
        settled.getJsonArray("accepted_ids", new io.vertx.core.json.JsonArray())
                .forEach(ackId -> acked.add(rows.get(ackId)));
        call(Wire.message("nack_messages", arguments().put("delivery_id", delivery.getString("delivery_id"))));
    }

    private void cancel(String receive, Random random) throws Exception {
        HttpResponse<String> opened = send(
                "",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                        + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"loss\",\"version\":\"1\"}}}");
        String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        Future<HttpResponse<String>> answer = http.sendAsync(request(session, receive), BodyHandlers.ofString());
        pause(random, 80);
        send(
                session,
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"call-1\"}}");
        String ignored = answer.get().body();
        if (!ignored.isEmpty()) {
            JsonObject message = new JsonObject(ignored);
            if (message.containsKey("result")) {
                forgotten.addAndGet(received(message.getJsonObject("result")).getInteger("count"));
            }
        }
    }

    /** Past the service, so that it stays leased to nobody we know; how many it were. */
    private int takeWhatIsThere() {
        int taken = 0;
        for (int more = sandbox.receive(stream, 1_000).size();
                more > 0;
                more = sandbox.receive(stream, 1_000).size()) {
            taken += more;
        }
        return taken;
    }

    private int drain() throws Exception {
        int drained = 0;
        while (true) {
            JsonObject delivery =
                    received(call(Wire.message("receive_messages", arguments().put("batch_size", 100))));
            if (!delivery.containsKey("delivery_id")) {
                assertThat(delivery.getString("empty")).isEqualTo("drained");
                return drained;
            }
            drained += delivery.getInteger("count");
            ack(delivery);
        }
    }

    private JsonObject received(JsonObject result) {
        JsonObject delivery = result.getJsonObject("structuredContent");
        assertThat(result.getBoolean("isError")).as(delivery.encode()).isFalse();
        handedOut.addAndGet(delivery.getInteger("count"));
        delivery.getJsonArray("messages").forEach(message -> {
            if (((JsonObject) message).containsKey("redelivered")) {
                redelivered.incrementAndGet();
            }
        });
        return delivery;
    }

    /** By ack id. */
    private static Map<String, Integer> rows(JsonObject delivery) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        delivery.getJsonArray("messages").forEach(each -> {
            JsonObject message = (JsonObject) each;
            rows.put(
                    message.getString("ack_id"), message.getJsonObject("record").getInteger("id"));
        });
        return rows;
    }

    private JsonObject call(String message) throws Exception {
        HttpResponse<String> answer = send("", message);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject result = new JsonObject(answer.body()).getJsonObject("result");
        assertThat(result.getBoolean("isError")).as(answer.body()).isFalse();
        return result;
    }

    private HttpResponse<String> send(String session, String message) throws IOException, InterruptedException {
        return http.send(request(session, message), BodyHandlers.ofString());
    }

    private HttpRequest request(String session, String message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/mcp/" + TestConnectors.ALL))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(40))
                .POST(BodyPublishers.ofString(message));
        return session.isEmpty()
                ? request.build()
                : request.header("Mcp-Session-Id", session).build();
    }

    private JsonObject arguments() {
        return new JsonObject().put("consumer_id_or_name", stream);
    }

    private void insert(int first, int count) {
        sandbox.insert(IntStream.range(first, first + count)
                .mapToObj(SandboxLevers::view)
                .toList());
    }

    private static Set<Integer> ids(int first, int count) {
        Set<Integer> ids = new TreeSet<>();
        IntStream.range(first, first + count)
                .forEach(id -> ids.add(SandboxLevers.view(id).getInteger("id")));
        return ids;
    }

    private static void pause(Random random, int mostMillis) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(mostMillis)).toNanos());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
