package io.sequinmcp.tools;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkiverse.mcp.server.ClientCapability;
import io.quarkiverse.mcp.server.test.McpAssured;
import io.quarkiverse.mcp.server.test.McpAssured.McpStreamableTestClient;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the client can ask its human, the human has the last word. */
@QuarkusTest
class ConfirmationTest {
    private static final String SINK = "confirmed-sink";

    private final Agent agent = new Agent(TestConnectors.EVERYTHING);
    private McpStreamableTestClient client = client();
    private int questions;

    private static McpStreamableTestClient client() {
        return McpAssured.newStreamableClient()
                .setMcpPath("/mcp/" + TestConnectors.EVERYTHING)
                .setClientCapabilities(new ClientCapability(ClientCapability.ELICITATION, Map.of()))
                .build();
    }

    @BeforeEach
    void create() {
        client = client().connect();
        questions = 0;
        agent.call(
                "create_sink",
                Map.of(
                        "name",
                        SINK,
                        "database",
                        "prod_db",
                        "destination",
                        Map.of("type", "sequin_stream"),
                        "include_tables",
                        List.of("public.orders")));
    }

    @AfterEach
    void remove() {
        client.disconnect();
        if (agent.text("list_sinks", Map.of()).contains(SINK)) {
            agent.follow(plan().getJsonArray("next").getJsonObject(0));
        }
    }

    private JsonObject plan() {
        return agent.call("plan_delete", Map.of("kind", "sink", "id_or_name", SINK));
    }

    private JsonObject delete(String plan) {
        JsonObject call = client.newRequest("tools/call")
                .put(
                        "params",
                        new JsonObject()
                                .put("name", "delete_sink")
                                .put(
                                        "arguments",
                                        new JsonObject()
                                                .put("sink_id_or_name", SINK)
                                                .put("plan_id", plan)));
        client.sendAndForget(call);
        return call;
    }

    private JsonObject question() {
        questions++;
        return client.waitForRequests(questions).requests().get(questions - 1);
    }

    private void answer(JsonObject question, String action, String name) {
        client.sendAndForget(new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", question.getValue("id"))
                .put(
                        "result",
                        new JsonObject().put("action", action).put("content", new JsonObject().put("name", name))));
    }

    private JsonObject resultOf(JsonObject call) {
        return client.waitForResponse(call).getJsonObject("result");
    }

    @Test
    void a_deletion_goes_on_when_the_name_was_typed() {
        JsonObject call = delete(plan().getString("plan_id"));
        JsonObject question = question();

        assertThat(question.getString("method")).isEqualTo("elicitation/create");
        assertThat(question.getJsonObject("params").getString("message"))
                .contains("Delete the sink " + SINK)
                .contains("Type " + SINK + " to confirm");
        answer(question, "accept", SINK);

        assertThat(resultOf(call).getJsonObject("structuredContent").getBoolean("deleted"))
                .isTrue();
        assertThat(agent.text("list_sinks", Map.of())).doesNotContain(SINK);
    }

    @ParameterizedTest
    @CsvSource({"accept, another-sink, typed another name", "decline, '', declined", "cancel, '', closed the question"})
    void anything_else_deletes_nothing_and_leaves_the_plan(String action, String name, String words) {
        String plan = plan().getString("plan_id");
        JsonObject call = delete(plan);
        answer(question(), action, name);

        JsonObject problem = resultOf(call).getJsonObject("structuredContent");
        assertThat(problem.getString("code")).isEqualTo("forbidden");
        assertThat(problem.getString("message")).contains(words).contains("still good until");
        assertThat(agent.text("list_sinks", Map.of())).contains(SINK);

        JsonObject again = delete(plan);
        answer(question(), "accept", SINK);
        assertThat(resultOf(again).getBoolean("isError")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reader", "everything"})
    void another_session_answers_nothing(String connector) {
        JsonObject call = delete(plan().getString("plan_id"));
        JsonObject question = question();
        String token = connector.equals("reader") ? TestConnectors.READER : TestConnectors.EVERYTHING;
        String stranger = given().contentType("application/json")
                .body(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
                                + "\"capabilities\":{\"elicitation\":{}},\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}}")
                .post("/mcp/" + token)
                .header("Mcp-Session-Id");
        given().contentType("application/json")
                .header("Mcp-Session-Id", stranger)
                .body(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", question.getValue("id"))
                        .put("result", new JsonObject().put("action", "decline"))
                        .encode())
                .post("/mcp/" + token)
                .then()
                .statusCode(202);

        answer(question, "accept", SINK);
        assertThat(resultOf(call).getJsonObject("structuredContent").getBoolean("deleted"))
                .isTrue();
    }

    @Test
    void nobody_is_asked_about_a_plan_that_is_no_good() {
        String plan = plan().getString("plan_id");
        agent.call("update_sink", Map.of("sink_id_or_name", SINK, "status", "paused"));

        JsonObject problem = resultOf(delete(plan)).getJsonObject("structuredContent");

        assertThat(problem.getString("code")).isEqualTo("stale");
        assertThat(client.snapshot().requests()).isEmpty();
    }

    @Test
    void what_changed_while_the_human_thought_is_not_deleted() {
        JsonObject call = delete(plan().getString("plan_id"));
        JsonObject question = question();
        agent.call("update_sink", Map.of("sink_id_or_name", SINK, "status", "paused"));
        answer(question, "accept", SINK);

        assertThat(resultOf(call).getJsonObject("structuredContent").getString("code"))
                .isEqualTo("stale");
        assertThat(agent.text("list_sinks", Map.of())).contains(SINK);
    }

    @Test
    void a_configuration_is_applied_when_the_account_was_typed() {
        String yaml = "sinks: [{name: " + SINK + ", database: prod_db, destination: {type: sequin_stream},"
                + " source: {include_tables: [public.orders]}, annotations: {team: audit}}]";
        JsonObject planned = agent.call("plan_config", Map.of("yaml", yaml));
        JsonObject call = client.newRequest("tools/call")
                .put(
                        "params",
                        new JsonObject()
                                .put("name", "apply_config")
                                .put("arguments", new JsonObject().put("plan_id", planned.getString("plan_id"))));
        client.sendAndForget(call);
        answer(question(), "accept", "default");

        JsonObject applied = resultOf(call).getJsonObject("structuredContent");
        assertThat(applied.getBoolean("applied")).as(applied.encode()).isTrue();
        assertThat(applied.getJsonArray("changed").stream().map(String::valueOf))
                .contains("sinks." + SINK + ".annotations.team")
                .allMatch(path -> path.startsWith("sinks." + SINK + ".annotations"));
    }
}
