package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** The limit of a connector's calls holds for prompts, resources and completions, too: each asks Sequin. */
@QuarkusTest
class LimitedFeaturesTest {
    private static final String ADMIN = "admin-token-of-the-tests-0000000000000000";
    private static final int ALLOWED = 2;

    private static String limited() {
        JsonObject limits = new JsonObject().put("calls_per_minute", ALLOWED);
        return given().header("Authorization", "Bearer " + ADMIN)
                .contentType("application/json")
                .body(new JsonObject()
                        .put("name", "limited features")
                        .put("config", new JsonObject().put("limits", limits))
                        .encode())
                .post("/api/v1/accounts/default/connectors")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static ValidatableResponse allowed(String token, String method, JsonObject params) {
        return new Rpc(token).post(method, params).statusCode(200).body("error", Matchers.nullValue());
    }

    private static void allowedAndThenRefused(String method, JsonObject params) {
        String token = limited();
        for (int i = 0; i < ALLOWED; i++) {
            allowed(token, method, params);
        }

        new Rpc(token)
                .post(method, params)
                .statusCode(429)
                .body("error.message", Matchers.containsString("2 calls a minute"))
                .body("error.message", Matchers.matchesPattern("(?s).*Try again in [0-9]+ s\\..*"))
                .header("Retry-After", Matchers.notNullValue());
        allowed(limited(), method, params);
    }

    @Test
    void prompts() {
        allowedAndThenRefused(
                "prompts/get",
                new JsonObject()
                        .put("name", "fix_stalled_consumer")
                        .put("arguments", new JsonObject().put("consumer", "billing_events")));
    }

    @Test
    void resources() {
        allowedAndThenRefused("resources/read", new JsonObject().put("uri", "sequin://sinks/billing_events"));
    }

    /** Who is typing is not bothered, and Sequin neither. */
    @Test
    void completions_complete_nothing_any_more() {
        JsonObject params = new JsonObject()
                .put("ref", new JsonObject().put("type", "ref/prompt").put("name", "run_backfill"))
                .put("argument", new JsonObject().put("name", "sink").put("value", "billing"));
        String token = limited();
        for (int i = 0; i < ALLOWED; i++) {
            allowed(token, "completion/complete", params)
                    .body("result.completion.values", Matchers.hasItem("billing_events"));
        }

        new Rpc(token).post("completion/complete", params).body("result.completion.values", Matchers.empty());
        assertThat(new Rpc(token)
                        .post("tools/call", new JsonObject().put("name", "list_sinks"))
                        .extract()
                        .<String>path("result.structuredContent.code"))
                .as("they count like calls")
                .isEqualTo("rate_limited");
    }

    @Test
    void lists_and_greetings_are_free() {
        String token = limited();
        for (int i = 0; i < 3 * ALLOWED; i++) {
            allowed(token, "prompts/list", new JsonObject());
            allowed(token, "tools/list", new JsonObject());
        }
    }
}
