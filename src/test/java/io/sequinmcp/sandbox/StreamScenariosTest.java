package io.sequinmcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sequinmcp.sandbox.TestSandbox.Answered;
import io.sequinmcp.sandbox.wire.Json;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases, acks and redelivery of pull consumers, by a clock that stands still (section 8). */
class StreamScenariosTest {
    private static final String STREAM = "/api/sequin_streams/orders-stream";

    private final TestSandbox sandbox = TestSandbox.recorded();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void unackedMessagesComeBackAfterThirtySecondsWithTheirAckIds() {
        order(1001, 1002);
        List<String> first = ackIds(receive(10));

        sandbox.advance(29);
        List<String> early = ackIds(receive(10));
        sandbox.advance(1);
        List<String> late = ackIds(receive(10));

        assertThat(first).hasSize(2);
        assertThat(early).isEmpty();
        assertThat(late).isEqualTo(first);
    }

    @Test
    void nackedMessagesComeBackAtOnce() {
        order(1001, 1002);
        List<String> first = ackIds(receive(10));

        settle("nack", first.get(0));

        assertThat(ackIds(receive(10))).containsExactly(first.get(0));
    }

    @Test
    void aLateAckRemovesTheMessageFromWhoeverHoldsIt() {
        order(1001);
        List<String> slow = ackIds(receive(1));
        sandbox.advance(31);
        List<String> fast = ackIds(receive(1));

        settle("ack", slow.get(0));
        sandbox.advance(31);

        assertThat(fast).isEqualTo(slow);
        assertThat(receive(10).data()).isEmpty();
    }

    @Test
    void anAckInUpperCaseSucceedsAndDoesNothing() {
        order(1001);
        String id = ackIds(receive(1)).get(0);

        Answered answer = settle("ack", id.toUpperCase(Locale.ROOT));
        sandbox.advance(31);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ackIds(receive(1))).containsExactly(id);
    }

    @Test
    void anAckThroughAnotherStreamSucceedsAndDoesNothing() {
        order(1001);
        String id = ackIds(receive(1)).get(0);

        Answered answer = sandbox.post("/api/sequin_streams/public-all-stream/ack", "{'ack_ids': ['" + id + "']}");
        sandbox.advance(31);

        assertThat(answer.body().path("success").asBoolean()).isTrue();
        assertThat(ackIds(receive(1))).containsExactly(id);
    }

    @Test
    void onlyOneMessageOfARowIsUnderWay() {
        order(1001);
        for (String status : List.of("paid", "shipped")) {
            sandbox.postgres()
                    .transaction(
                            sandbox.world().now(),
                            change ->
                                    change.update("public.orders", Json.object().put("status", status), "1001"));
        }

        Answered first = receive(1000);
        Answered blocked = receive(1000);
        settle("ack", ackIds(first).get(0));
        Answered second = receive(1000);

        assertThat(first.data()).hasSize(1);
        assertThat(first.text("/data/0/data/action")).isEqualTo("insert");
        assertThat(blocked.data()).isEmpty();
        assertThat(second.data()).hasSize(1);
        assertThat(second.text("/data/0/data/record/status")).isEqualTo("paid");
    }

    @Test
    void aLongPollEndsAtOnceWhileSomethingIsInFlight() {
        order(1001);
        receive(1);
        var before = sandbox.world().now();

        Answered answer = sandbox.post(STREAM + "/receive", "{'wait_for': 20000}");

        assertThat(answer.data()).isEmpty();
        assertThat(sandbox.world().now()).isEqualTo(before);
    }

    @Test
    void aLongPollOnAnEmptyStreamWaitsForARow() {
        sandbox.onceWaiting(() -> order(1001));

        Answered answer = sandbox.post(STREAM + "/receive", "{'wait_for': '20s'}");

        assertThat(answer.data()).hasSize(1);
    }

    @Test
    void aLongPollThatFindsNothingEndsInTime() {
        var before = sandbox.world().now();

        Answered answer = sandbox.post(STREAM + "/receive", "{'wait_for': 2000}");

        assertThat(answer.data()).isEmpty();
        assertThat(sandbox.world().now()).isEqualTo(before.plusSeconds(2));
    }

    @Test
    void pausingAndActivatingRedeliversAckedMessagesUnderNewAckIds() {
        order(1001, 1002);
        Answered first = receive(10);
        settle("ack", ackIds(first).get(0));
        settle("ack", ackIds(first).get(1));

        status("paused");
        List<JsonNode> whilePaused = receive(10).data();
        status("active");
        Answered again = receive(10);

        assertThat(whilePaused).isEmpty();
        assertThat(keys(again)).isEqualTo(keys(first));
        assertThat(ackIds(again)).doesNotContainAnyElementsOf(ackIds(first));
    }

    @Test
    void nothingIsRedeliveredWhenTheWholeSlotIsRead() {
        order(1001);
        settle("ack", ackIds(receive(10)).get(0));
        Answered other = sandbox.post("/api/sequin_streams/public-all-stream/receive", "{'batch_size': 10}");
        sandbox.post(
                "/api/sequin_streams/public-all-stream/ack",
                "{'ack_ids': ['" + ackIds(other).get(0) + "']}");

        status("disabled");
        status("active");

        assertThat(receive(10).data()).isEmpty();
    }

    @Test
    void withoutGroupingARowsMessagesComeTogether() {
        sandbox.patch("/api/sinks/orders-stream", "{'message_grouping': false}");
        order(1001);
        sandbox.postgres()
                .transaction(
                        sandbox.world().now(),
                        change -> change.update("public.orders", Json.object().put("status", "paid"), "1001"));

        assertThat(receive(10).data()).hasSize(2);
    }

    @Test
    void withoutRedisThereAreNoMessages() {
        sandbox.world().redisUp(false);

        Answered answer = receive(1);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text("/summary")).contains(":noproc");
    }

    private void order(int... ids) {
        for (int id : ids) {
            sandbox.postgres()
                    .insert(
                            "public.orders",
                            sandbox.world().now(),
                            Json.object().put("id", id).put("status", "new"));
        }
    }

    private Answered receive(int most) {
        return sandbox.post(STREAM + "/receive", "{'batch_size': " + most + "}");
    }

    private Answered settle(String how, String id) {
        return sandbox.post(STREAM + "/" + how, "{'ack_ids': ['" + id + "']}");
    }

    private void status(String status) {
        sandbox.patch("/api/sinks/orders-stream", "{'status': '" + status + "'}");
    }

    private static List<String> ackIds(Answered answer) {
        return answer.data().stream()
                .map(message -> message.path("ack_id").asText())
                .toList();
    }

    private static List<String> keys(Answered answer) {
        return answer.data().stream()
                .map(message -> message.at("/data/metadata/idempotency_key").asText())
                .toList();
    }
}
