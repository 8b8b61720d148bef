package io.sequinmcp.tools;

import static io.sequinmcp.gateway.StatelessWire.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.gateway.StatelessWire;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The human has the last word without a session, too: the question ends the call, and the answer comes with a new one,
 * together with what we signed.
 */
@QuarkusTest
class StatelessConfirmationTest {
    private static final String SINK = "stateless-sink";
    private static final String OTHER = "stateless-other";

    private final Agent agent = new Agent(TestConnectors.EVERYTHING);

    @BeforeEach
    void create() {
        create(SINK);
        create(OTHER);
    }

    private void create(String name) {
        agent.call(
                "create_sink",
                Map.of(
                        "name",
                        name,
                        "database",
                        "prod_db",
                        "destination",
                        Map.of("type", "sequin_stream"),
                        "include_tables",
                        List.of("public.orders")));
    }

    @AfterEach
    void remove() {
        for (String name : List.of(SINK, OTHER)) {
            if (exists(name)) {
                agent.call("delete_sink", Map.of("sink_id_or_name", name, "plan_id", plan(name)));
            }
        }
    }

    private boolean exists(String name) {
        return agent.text("list_sinks", Map.of()).contains(name);
    }

    private String plan(String name) {
        return agent.call("plan_delete", Map.of("kind", "sink", "id_or_name", name))
                .getString("plan_id");
    }

    private static StatelessWire delete(String name, String plan) {
        return call("delete_sink", Map.of("sink_id_or_name", name, "plan_id", plan))
                .offering("elicitation");
    }

    private static StatelessWire delete(String name, String plan, JsonObject question, JsonObject answer) {
        return delete(name, plan)
                .id("request-2")
                .param("requestState", question.getString("requestState"))
                .param("inputResponses", new JsonObject().put("name", answer));
    }

    private static JsonObject typed(String name) {
        return new JsonObject().put("action", "accept").put("content", new JsonObject().put("name", name));
    }

    private JsonObject asked(String plan) {
        JsonObject question = delete(SINK, plan).result(TestConnectors.EVERYTHING);
        assertThat(question.getString("resultType")).as(question.encode()).isEqualTo("input_required");
        return question;
    }

    @Test
    void the_name_is_asked_for_and_nothing_is_deleted_yet() {
        JsonObject question = asked(plan(SINK));

        JsonObject request = question.getJsonObject("inputRequests").getJsonObject("name");
        assertThat(question.getJsonObject("inputRequests").fieldNames()).containsExactly("name");
        assertThat(request.getString("method")).isEqualTo("elicitation/create");
        assertThat(request.getJsonObject("params").getString("mode")).isEqualTo("form");
        assertThat(request.getJsonObject("params").getString("message")).contains(SINK);
        assertThat(request.getJsonObject("params")
                        .getJsonObject("requestedSchema")
                        .getJsonArray("required"))
                .containsExactly("name");
        assertThat(question.containsKey("ttlMs")).isFalse();
        assertThat(exists(SINK)).isTrue();
    }

    @Test
    void it_is_deleted_when_the_name_was_typed() {
        String plan = plan(SINK);

        JsonObject done = delete(SINK, plan, asked(plan), typed(SINK)).result(TestConnectors.EVERYTHING);

        assertThat(done.getString("resultType")).isEqualTo("complete");
        assertThat(done.getJsonObject("structuredContent").getBoolean("deleted"))
                .as(done.encode())
                .isTrue();
        assertThat(exists(SINK)).isFalse();
    }

    @Test
    void members_may_come_in_another_order() {
        String plan = plan(SINK);
        JsonObject question = asked(plan);

        call("delete_sink", Map.of())
                .param("arguments", new JsonObject().put("plan_id", plan).put("sink_id_or_name", SINK))
                .offering("elicitation")
                .param("inputResponses", new JsonObject().put("name", typed(SINK)))
                .param("requestState", question.getString("requestState"))
                .post(TestConnectors.EVERYTHING)
                .statusCode(200)
                .body("result.structuredContent.deleted", equalTo(true));
    }

    @ParameterizedTest
    @CsvSource({"accept, another-sink", "decline, ''", "cancel, ''"})
    void without_the_name_nothing_is_deleted_and_the_plan_stays_good(String action, String name) {
        String plan = plan(SINK);
        JsonObject answer = typed(name).put("action", action);

        JsonObject refused = delete(SINK, plan, asked(plan), answer).result(TestConnectors.EVERYTHING);

        assertThat(refused.getBoolean("isError")).isTrue();
        assertThat(refused.getJsonObject("structuredContent").getString("code")).isEqualTo("forbidden");
        assertThat(exists(SINK)).isTrue();
        delete(SINK, plan, asked(plan), typed(SINK)).result(TestConnectors.EVERYTHING);
        assertThat(exists(SINK)).isFalse();
    }

    @Test
    void who_cannot_be_asked_needs_the_plan_only() {
        JsonObject done = call("delete_sink", Map.of("sink_id_or_name", SINK, "plan_id", plan(SINK)))
                .result(TestConnectors.EVERYTHING);

        assertThat(done.getJsonObject("structuredContent").getBoolean("deleted"))
                .isTrue();
    }

    @Test
    void an_answer_to_what_was_not_asked_is_none() {
        JsonObject again = delete(SINK, plan(SINK))
                .param("inputResponses", new JsonObject().put("name", typed(SINK)))
                .result(TestConnectors.EVERYTHING);

        assertThat(again.getString("resultType")).isEqualTo("input_required");
        assertThat(exists(SINK)).isTrue();
    }

    @Test
    void an_answer_under_another_key_is_none_either() {
        String plan = plan(SINK);
        JsonObject again = delete(SINK, plan)
                .param("requestState", asked(plan).getString("requestState"))
                .param("inputResponses", new JsonObject().put("nonsense", typed(SINK)))
                .result(TestConnectors.EVERYTHING);

        assertThat(again.getString("resultType")).isEqualTo("input_required");
        assertThat(exists(SINK)).isTrue();
    }

    @Test
    void what_we_signed_is_good_for_this_request_alone() {
        String plan = plan(SINK);
        JsonObject question = asked(plan);

        // For another sink, another plan, another connector
        assertRefused(delete(OTHER, plan(OTHER), question, typed(OTHER)), TestConnectors.EVERYTHING);
        assertRefused(delete(SINK, plan(SINK), question, typed(SINK)), TestConnectors.EVERYTHING);
        assertRefused(delete(SINK, plan, question, typed(SINK)), TestConnectors.ALL);
        assertThat(exists(SINK) && exists(OTHER)).isTrue();
    }

    @Test
    void what_we_signed_must_come_back_as_it_was() {
        String plan = plan(SINK);
        String state = asked(plan).getString("requestState");
        String changed = (state.charAt(5) == 'a' ? "b" : "a") + state.substring(1);
        for (String other : List.of(state + "x", changed, "", "a.b", state.substring(0, state.indexOf('.') + 1))) {
            assertRefused(
                    delete(SINK, plan, new JsonObject().put("requestState", other), typed(SINK)),
                    TestConnectors.EVERYTHING);
        }
        assertThat(exists(SINK)).isTrue();
    }

    @Test
    void an_answer_that_is_none_is_refused() {
        String plan = plan(SINK);
        JsonObject question = asked(plan);

        assertRefused(
                delete(SINK, plan, question, typed(SINK)).param("inputResponses", new JsonObject().put("name", 12345)),
                TestConnectors.EVERYTHING);
        assertRefused(
                delete(SINK, plan, question, typed(SINK)).param("inputResponses", null), TestConnectors.EVERYTHING);
        delete(SINK, plan, question, new JsonObject().put("action", "perhaps"))
                .post(TestConnectors.EVERYTHING)
                .body("error.code", equalTo(-32602))
                .body("error.message", containsString("action"));
        assertThat(exists(SINK)).isTrue();
    }

    @Test
    void what_changed_while_the_human_thought_is_not_deleted() {
        String plan = plan(SINK);
        JsonObject question = asked(plan);
        agent.call("update_sink", Map.of("sink_id_or_name", SINK, "status", "paused"));

        JsonObject problem = delete(SINK, plan, question, typed(SINK)).result(TestConnectors.EVERYTHING);

        assertThat(problem.getJsonObject("structuredContent").getString("code")).isEqualTo("stale");
        assertThat(exists(SINK)).isTrue();
    }

    private static void assertRefused(StatelessWire request, String token) {
        request.post(token).statusCode(400).body("error.code", equalTo(-32602));
    }
}
