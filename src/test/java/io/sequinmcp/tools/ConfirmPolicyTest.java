package io.sequinmcp.tools;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator may waive plans for the deletions of a connector, and for nothing else. */
@QuarkusTest
class ConfirmPolicyTest {
    private static final String ADMIN = "admin-token-of-the-tests-0000000000000000";

    private final Agent planned = new Agent(TestConnectors.EVERYTHING);

    @Test
    void a_connector_that_waives_plans_deletes_at_once() {
        createSink("confirm-none");
        Agent waived = new Agent(connector("none"));

        JsonObject deleted = waived.call("delete_sink", Map.of("sink_id_or_name", "confirm-none"));

        assertThat(deleted.getBoolean("deleted")).isTrue();
        assertThat(planned.refusal("get_sink", Map.of("sink_id_or_name", "confirm-none"))
                        .getString("code"))
                .isEqualTo("not_found");
    }

    @Test
    void any_other_is_told_to_plan_and_deletes_nothing() {
        createSink("confirm-plan");

        JsonObject refusal =
                new Agent(connector("plan")).refusal("delete_sink", Map.of("sink_id_or_name", "confirm-plan"));

        assertThat(refusal.getString("code")).isEqualTo("invalid_argument");
        assertThat(refusal.getString("field")).isEqualTo("plan_id");
        JsonObject next = refusal.getJsonArray("next").getJsonObject(0);
        assertThat(next.getString("tool")).isEqualTo("plan_delete");
        JsonObject plan = planned.follow(next);
        assertThat(plan.getString("plan_id")).isNotNull();
        planned.follow(plan.getJsonArray("next").getJsonObject(0));
    }

    @Test
    void a_plan_still_binds_where_it_is_given() {
        createSink("confirm-drift");
        Agent waived = new Agent(connector("none"));
        String plan = waived.call("plan_delete", Map.of("kind", "sink", "id_or_name", "confirm-drift"))
                .getString("plan_id");
        planned.call("update_sink", Map.of("sink_id_or_name", "confirm-drift", "status", "paused"));

        JsonObject refusal = waived.refusal("delete_sink", Map.of("sink_id_or_name", "confirm-drift", "plan_id", plan));

        assertThat(refusal.getString("code")).isEqualTo("stale");
        waived.call("delete_sink", Map.of("sink_id_or_name", "confirm-drift"));
    }

    @Test
    void what_is_in_use_is_refused_all_the_same() {
        JsonObject refusal =
                new Agent(connector("none")).refusal("delete_database", Map.of("database_id_or_name", "analytics_db"));

        assertThat(refusal.getString("code")).isEqualTo("conflict");
        assertThat(refusal.getString("message")).contains("page_view_cache");
    }

    @Test
    void yaml_is_never_applied_without_a_plan() {
        JsonObject refusal = new Agent(connector("none")).refusal("apply_config", Map.of());

        assertThat(refusal.getString("code")).isEqualTo("invalid_argument");
        assertThat(refusal.getString("field")).isEqualTo("plan_id");
    }

    @Test
    void an_agent_is_told_which_of_both_it_is() {
        assertThat(requiredOf("delete_sink", connector("none"))).containsExactly("sink_id_or_name");
        assertThat(requiredOf("delete_sink", connector("plan"))).containsExactly("sink_id_or_name", "plan_id");
        assertThat(requiredOf("apply_config", connector("none"))).containsExactly("plan_id");
    }

    @Test
    void another_word_is_refused() {
        given().header("Authorization", "Bearer " + ADMIN)
                .contentType("application/json")
                .body(body("never"))
                .post("/api/v1/accounts/default/connectors")
                .then()
                .statusCode(400)
                .body("errors[0].field", containsString("config.confirm"))
                .body("errors[0].detail", containsString("plan"));
    }

    private void createSink(String name) {
        planned.call(
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

    private static List<String> requiredOf(String tool, String token) {
        String answer = given().contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .post("/mcp/" + token)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        JsonArray required = new JsonObject(answer)
                .getJsonObject("result").getJsonArray("tools").stream()
                        .map(JsonObject.class::cast)
                        .filter(it -> it.getString("name").equals(tool))
                        .findFirst()
                        .orElseThrow()
                        .getJsonObject("inputSchema")
                        .getJsonArray("required");
        return required.stream().map(String::valueOf).toList();
    }

    private static String connector(String confirm) {
        return given().header("Authorization", "Bearer " + ADMIN)
                .contentType("application/json")
                .body(body(confirm))
                .post("/api/v1/accounts/default/connectors")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static String body(String confirm) {
        return new JsonObject()
                .put("name", "confirm " + confirm)
                .put(
                        "config",
                        new JsonObject()
                                .put("methods", JsonArray.of("read", "write", "custom"))
                                .put("confirm", confirm))
                .encode();
    }
}
