package io.sequinmcp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who asks to be told hears how far a call is; who does not is answered as ever. */
@QuarkusTest
class ProgressTest {
    private static final String STREAM = "progress-stream";

    @TestHTTPResource
    URI server;

    @Inject
    SandboxLevers sandbox;

    private final Rpc agent = new Rpc(TestConnectors.ALL);

    private static JsonObject call(String tool, JsonObject arguments) {
        return new JsonObject().put("name", tool).put("arguments", arguments);
    }

    /** All messages that come back before the answer, and the answer. */
    private List<JsonObject> told(String tool, JsonObject arguments) throws IOException, InterruptedException {
        JsonObject message = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", "call-1")
                .put("method", "tools/call")
                .put("params", call(tool, arguments).put("_meta", new JsonObject().put("progressToken", "told")));
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.resolve("/mcp/" + TestConnectors.ALL))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(message.encode()))
                                .build(),
                        BodyHandlers.ofString());
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data:") || line.startsWith("{"))
                .map(line -> new JsonObject(line.startsWith("data:") ? line.substring(5) : line))
                .toList();
    }

    private static List<JsonObject> progress(List<JsonObject> messages) {
        return messages.stream()
                .filter(message -> Objects.equals(message.getString("method"), "notifications/progress"))
                .map(message -> message.getJsonObject("params"))
                .toList();
    }

    private static void growsAndSaysWhat(List<JsonObject> progress) {
        double before = -1;
        for (JsonObject told : progress) {
            assertThat(told.getString("progressToken")).isEqualTo("told");
            assertThat(told.getDouble("progress")).isGreaterThan(before);
            assertThat(told.getString("message")).isNotBlank();
            if (told.containsKey("total")) {
                assertThat(told.getDouble("total")).isGreaterThanOrEqualTo(told.getDouble("progress"));
            }
            before = told.getDouble("progress");
        }
    }

    @Test
    void a_diagnosis_counts_its_parts() throws Exception {
        List<JsonObject> messages =
                told("diagnose_sink", new JsonObject().put("sink_id_or_name", "stripe_webhooks_sink"));
        List<JsonObject> progress = progress(messages);

        growsAndSaysWhat(progress);
        assertThat(progress).isNotEmpty().allMatch(told -> told.getInteger("total") == 7);
        assertThat(progress.get(0).getString("message")).isEqualTo("Read: sink");
        assertThat(messages.get(messages.size() - 1).getJsonObject("result").getBoolean("isError"))
                .isFalse();
    }

    @Test
    void a_wait_for_messages_counts_its_seconds() throws Exception {
        sandbox.createStream(STREAM);
        List<JsonObject> messages = told(
                "receive_messages",
                new JsonObject().put("consumer_id_or_name", STREAM).put("wait_seconds", 5));
        sandbox.deleteSink(STREAM);
        List<JsonObject> progress = progress(messages);

        growsAndSaysWhat(progress);
        assertThat(progress).isNotEmpty().allMatch(told -> told.getInteger("total") == 5);
    }

    @Test
    void a_backfill_counts_its_rows() throws Exception {
        JsonObject started = agent.result(
                        "tools/call",
                        call(
                                "create_backfill",
                                new JsonObject()
                                        .put("sink_id_or_name", "billing_events")
                                        .put("table", "billing.invoices")))
                .getJsonObject("structuredContent");
        JsonObject which =
                new JsonObject().put("sink_id_or_name", "billing_events").put("id", started.getString("id"));
        List<JsonObject> messages = told("get_backfill", which.copy().put("wait_seconds", 3));
        agent.result("tools/call", call("update_backfill", which.copy().put("state", "cancelled")));
        List<JsonObject> progress = progress(messages);

        growsAndSaysWhat(progress);
        assertThat(progress).isNotEmpty();
        assertThat(progress.get(0).getString("message")).contains("rows");
        assertThat(messages.get(messages.size() - 1)
                        .getJsonObject("result")
                        .getJsonObject("structuredContent")
                        .getInteger("rows_done"))
                .isNotNegative();
    }

    @Test
    void who_did_not_ask_gets_the_answer_alone() {
        JsonObject answer = agent.send(
                "tools/call", call("diagnose_sink", new JsonObject().put("sink_id_or_name", "billing_events")));

        assertThat(answer.getString("id")).isEqualTo("message-1");
        assertThat(answer.getJsonObject("result").getBoolean("isError")).isFalse();
    }
}
