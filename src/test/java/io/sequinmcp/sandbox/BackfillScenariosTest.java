package io.sequinmcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sequinmcp.sandbox.TestSandbox.Answered;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a backfill, by a clock that stands still (section 7). */
class BackfillScenariosTest {
    private static final String WEBHOOK = "/api/sinks/transactions-webhook/backfills";
    private static final String STREAM = "/api/sinks/orders-stream/backfills";

    private final TestSandbox sandbox = TestSandbox.recorded();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void isCountedThenReadInPagesThenCompleted() {
        String id = start(WEBHOOK);

        assertThat(sandbox.get(WEBHOOK + "/" + id)
                        .body()
                        .path("rows_initial_count")
                        .isNull())
                .isTrue();
        sandbox.advance(1);
        assertThat(sandbox.get(WEBHOOK + "/" + id).number("/rows_initial_count"))
                .isEqualTo(250);
        sandbox.advance(20);
        Answered running = sandbox.get(WEBHOOK + "/" + id);
        assertThat(running.text("/state")).isEqualTo("active");
        assertThat(running.number("/rows_processed_count")).isBetween(1, 249);
        sandbox.advance(30);
        Answered done = sandbox.get(WEBHOOK + "/" + id);
        assertThat(done.text("/state")).isEqualTo("completed");
        assertThat(done.number("/rows_processed_count")).isEqualTo(250);
        assertThat(done.text("/completed_at")).endsWith(".000000Z");
    }

    @Test
    void onAStreamAPageWaitsForItsAcks() {
        String id = start(STREAM);
        sandbox.advance(21);

        Answered page = sandbox.post("/api/sequin_streams/orders-stream/receive", "{'batch_size': 1000}");
        Answered before = sandbox.get(STREAM + "/" + id);
        for (JsonNode message : page.data()) {
            sandbox.post(
                    "/api/sequin_streams/orders-stream/ack",
                    "{'ack_ids': ['" + message.path("ack_id").asText() + "']}");
        }
        Answered after = sandbox.get(STREAM + "/" + id);

        assertThat(page.data()).hasSize(100).allSatisfy(message -> {
            assertThat(message.at("/data/action").asText()).isEqualTo("read");
            assertThat(message.at("/data/metadata/commit_lsn").isNull()).isTrue();
        });
        assertThat(before.number("/rows_processed_count")).isZero();
        assertThat(after.number("/rows_processed_count")).isEqualTo(100);
    }

    @Test
    void aPausedOneStandsStillAndGoesOn() {
        String id = start(WEBHOOK);
        state(WEBHOOK, id, "paused");

        sandbox.advance(600);
        assertThat(sandbox.get(WEBHOOK + "/" + id).number("/rows_processed_count"))
                .isZero();
        state(WEBHOOK, id, "active");
        sandbox.advance(60);
        assertThat(sandbox.get(WEBHOOK + "/" + id).text("/state")).isEqualTo("completed");
    }

    @Test
    void aSinkThatIsPausedReadsNothing() {
        sandbox.patch("/api/sinks/transactions-webhook", "{'status': 'paused'}");
        String id = start(WEBHOOK);

        sandbox.advance(600);

        assertThat(sandbox.get(WEBHOOK + "/" + id).text("/state")).isEqualTo("active");
        assertThat(sandbox.get(WEBHOOK + "/" + id).number("/rows_processed_count"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "failed", "cancelled"})
    void aFinalStateIsFinal(String state) {
        String id = start(STREAM);
        state(STREAM, id, state);

        Answered answer = state(STREAM, id, "active");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/validation_errors/state/0"))
                .isEqualTo("Invalid state transition from " + state + " to active. Valid transitions: none");
    }

    @Test
    void aPausedOneCanOnlyBeResumedOrCancelled() {
        String id = start(STREAM);
        state(STREAM, id, "paused");

        assertThat(state(STREAM, id, "completed").text("/validation_errors/state/0"))
                .endsWith("Valid transitions: active, cancelled");
        assertThat(state(STREAM, id, "cancelled").text("/canceled_at")).isNotEmpty();
    }

    @Test
    void otherTablesMayBeReadAtTheSameTime() {
        String all = "/api/sinks/public-all-stream/backfills";

        assertThat(sandbox.post(all, "{'table': 'users'}").status()).isEqualTo(200);
        assertThat(sandbox.post(all, "{'table': 'public.orders'}").status()).isEqualTo(200);
        assertThat(sandbox.post(all, "{'table': 'public.users'}").text("/validation_errors/sink_consumer_id/0"))
                .isEqualTo("already has an active backfill");
    }

    @Test
    void throughAnotherSinkItIsNotFoundToReadAndFallsOverToChange() {
        String id = start(STREAM);
        String other = "/api/sinks/public-all-stream/backfills/" + id;

        assertThat(sandbox.get(other).status()).isEqualTo(404);
        assertThat(sandbox.patch(other, "{'state': 'cancelled'}").status()).isEqualTo(500);
    }

    @Test
    void oneOfATableWithoutKeyFailsAndDoesNotSayWhy() {
        try (TestSandbox demo = TestSandbox.demo()) {
            String all = "/api/sinks/snowflake_sink/backfills";
            String id = demo.post(all, "{'table': 'public.raw_events'}").text("/id");

            demo.advance(2);

            assertThat(demo.get(all + "/" + id).text("/state")).isEqualTo("failed");
        }
    }

    private String start(String all) {
        return sandbox.post(all, "{}").text("/id");
    }

    private Answered state(String all, String id, String state) {
        return sandbox.patch(all + "/" + id, "{'state': '" + state + "'}");
    }
}
