package io.sequinmcp.connectors.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.sequinmcp.gateway.SandboxLevers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connectors over the wire: what makes, changes and ends them, and that an agent notices at once. */
@QuarkusTest
class ConnectorsApiTest {
    static final String ADMIN = "admin-token-of-the-tests-0000000000000000";
    private static final String CONNECTORS = "/api/v1/accounts/default/connectors";

    @Inject
    SandboxLevers sandbox;

    @Test
    void a_new_connector_works_at_once_and_its_token_is_shown_once() {
        JsonPath made =
                create("""
                {"name": "analysts", "config": {"methods": ["list"], "tags": ["sinks"]}}""");

        assertThat(made.getString("token")).matches("smcp_[A-Za-z0-9_-]{43}");
        assertThat(made.getString("url")).endsWith("/mcp/" + made.getString("token"));
        assertThat(made.<String>getList("tools")).containsExactly("list_sinks");
        assertThat(made.getString("setup.claude_code")).contains(made.getString("url"));
        assertThat(toolsOf(made.getString("token"))).containsExactly("list_sinks");
        admin().get("/api/v1/connectors/" + made.getString("id"))
                .then()
                .statusCode(200)
                .body("token", nullValue())
                .body("url", nullValue())
                .body("setup", nullValue())
                .body("name", equalTo("analysts"))
                .body("created_by", equalTo("admin"));
    }

    @Test
    void a_revoked_connector_is_refused_from_the_next_request_on() {
        JsonPath made = create("{\"name\": \"to be revoked\"}");
        assertThat(toolsOf(made.getString("token"))).contains("list_sinks");

        admin().delete("/api/v1/connectors/" + made.getString("id")).then().statusCode(204);

        list(made.getString("token")).then().statusCode(404);
        admin().get("/api/v1/connectors/" + made.getString("id")).then().statusCode(404);
    }

    @Test
    void a_rotation_lets_the_old_token_work_for_a_grace_period_only() {
        JsonPath made = create("{\"name\": \"rotated\"}");
        String id = made.getString("id");
        JsonPath once = admin().body("{\"grace_seconds\": 600}")
                .post("/api/v1/connectors/" + id + "/rotate")
                .then()
                .statusCode(200)
                .body("token", not(equalTo(made.getString("token"))))
                .extract()
                .jsonPath();
        list(made.getString("token")).then().statusCode(200);
        list(once.getString("token")).then().statusCode(200);

        JsonPath twice = admin().body("{\"grace_seconds\": 0}")
                .post("/api/v1/connectors/" + id + "/rotate")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        list(made.getString("token")).then().statusCode(404);
        list(once.getString("token")).then().statusCode(404);
        list(twice.getString("token")).then().statusCode(200);
    }

    @Test
    void a_change_is_merged_and_holds_for_the_next_call() {
        Response made = admin().body(
                        """
                        {"name": "changing", "config": {"methods": ["read"], "tags": ["sinks", "databases"]}}""")
                .post(CONNECTORS);
        String token = made.jsonPath().getString("token");

        admin().header("If-Match", made.header("ETag"))
                .body("{\"config\": {\"tags\": [\"databases\"]}}")
                .patch("/api/v1/connectors/" + made.jsonPath().getString("id"))
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(made.header("ETag"))))
                .body("name", equalTo("changing"))
                .body("config.methods", equalTo(List.of("read")))
                .body("config.tags", equalTo(List.of("databases")));

        assertThat(toolsOf(token)).contains("list_databases").doesNotContain("list_sinks");
    }

    @Test
    void a_change_of_what_someone_else_changed_is_refused() {
        Response made = admin().body("{\"name\": \"contested\"}").post(CONNECTORS);
        String path = "/api/v1/connectors/" + made.jsonPath().getString("id");
        admin().header("If-Match", made.header("ETag"))
                .body("{\"name\": \"first\"}")
                .patch(path)
                .then()
                .statusCode(200);

        admin().header("If-Match", made.header("ETag"))
                .body("{\"name\": \"second\"}")
                .patch(path)
                .then()
                .statusCode(412)
                .contentType(ApiProblem.MEDIA_TYPE)
                .body("detail", containsString("changed since"));
        admin().body("{\"name\": \"third\"}").patch(path).then().statusCode(428);
        admin().get(path).then().body("name", equalTo("first"));
    }

    @Test
    void an_idempotency_key_makes_one_connector() {
        String key = UUID.randomUUID().toString();
        JsonPath first = admin().header("Idempotency-Key", key)
                .body("{\"name\": \"once\"}")
                .post(CONNECTORS)
                .then()
                .statusCode(201)
                .header("Location", matchesPattern(".*/api/v1/connectors/con_.*"))
                .extract()
                .jsonPath();

        admin().header("Idempotency-Key", key)
                .body("{\"name\": \"once\"}")
                .post(CONNECTORS)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(first.getString("id")))
                .body("token", nullValue());
        admin().header("Idempotency-Key", key)
                .body("{\"name\": \"another\"}")
                .post(CONNECTORS)
                .then()
                .statusCode(409);
        list(first.getString("token")).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"config\": {}} | name | is missing",
                "{\"name\": \"x\", \"config\": {\"methods\": [\"reed\"]}} | config.methods | a method is one of",
                "{\"name\": \"x\", \"config\": {\"tags\": [\"sink\"]}} | config.tags | a tag is one of",
                "{\"name\": \"x\", \"config\": {\"tools\": {\"allow\": [\"list_sink\"]}}} | config.tools.allow | a tool is one of",
                "{\"name\": \"x\", \"config\": {\"method\": [\"read\"]}} | config.method | methods",
                "{\"name\": \"x\", \"config\": {\"methods\": \"read\"}} | config.methods | wrong type",
                "{\"name\": \"x\", \"config\": {\"methods\": [\"read\", null]}} | config.methods | has null",
                "{\"name\": \"x\", \"config\": {\"pins\": {\"sinks\": [null]}}} | config.pins.sinks | has null",
                "{\"name\": \"x\", \"config\": {\"methods\": [\"delete\"], \"tags\": [\"backfills\"]}} | config | no tool",
                "{\"name\": \"x\", \"config\": {\"limits\": {\"calls_per_minute\": 0}}} | config.limits.calls_per_minute | at least 1",
                "{\"name\": \"x\", \"config\": {\"pins\": {\"sinks\": [\"\"]}}} | config.pins.sinks | empty pattern",
                "{\"name\": \"x\", \"expires_at\": \"tomorrow\"} | expires_at | time with its offset",
                "{\"name\": \"x\", \"expires_at\": \"2020-01-01T00:00:00Z\"} | expires_at | 60 seconds ahead",
                "{\"name\": \"x\", \"methods\": [\"read\"]} | methods | name, config, expires_at",
            })
    void what_makes_no_sense_is_refused_by_field(String body, String field, String why) {
        admin().body(body)
                .post(CONNECTORS)
                .then()
                .statusCode(400)
                .contentType(ApiProblem.MEDIA_TYPE)
                .body("type", startsWith("urn:sequin-mcp:problem:"))
                .body("errors.field", hasItem(field))
                .body("errors.find { it.field == '%s' }.detail".formatted(field), containsString(why));
    }

    @Test
    void an_expiry_is_taken_and_shown() {
        Instant soon = Instant.now().plus(1, ChronoUnit.HOURS);
        JsonPath made = create("{\"name\": \"short\", \"expires_at\": \"%s\"}".formatted(soon));
        list(made.getString("token")).then().statusCode(200);
        assertThat(made.getString("expires_at")).isNotNull();
    }

    @Test
    void pages_hold_every_connector_once_and_those_of_the_configuration_first() {
        String prefix = "page " + UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            create("{\"name\": \"%s %d\"}".formatted(prefix, i));
        }
        List<String> seen = new java.util.ArrayList<>();
        String cursor = null;
        boolean first = true;
        do {
            RequestSpecification request = admin().queryParam("limit", 2);
            JsonPath page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get(CONNECTORS)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            if (first) {
                assertThat(page.<String>getList("connectors.origin")).contains("configuration");
                first = false;
            } else {
                assertThat(page.<String>getList("connectors.origin")).containsOnly("api");
            }
            seen.addAll(page.getList("connectors.name"));
            cursor = page.getString("next_cursor");
        } while (cursor != null);
        assertThat(seen.stream().filter(it -> it.startsWith(prefix))).hasSize(5).doesNotHaveDuplicates();

        admin().queryParam("cursor", "nonsense")
                .get(CONNECTORS)
                .then()
                .statusCode(400)
                .body("detail", containsString("next_cursor"));
    }

    @Test
    void a_connector_of_the_configuration_is_shown_and_not_changed() {
        admin().get("/api/v1/connectors/reader")
                .then()
                .statusCode(200)
                .body("origin", equalTo("configuration"))
                .body("tools", hasItems("list_sinks", "get_sink"));

        admin().delete("/api/v1/connectors/reader")
                .then()
                .statusCode(409)
                .body("detail", containsString("configuration"));
    }

    @Test
    void pins_hide_the_rest_of_the_account() {
        JsonPath made = create(
                """
                {"name": "pinned", "config": {"tags": ["sinks"], "pins": {"sinks": ["billing_*"]}}}""");

        String sinks = call(made.getString("token"), "list_sinks", "{}");
        assertThat(sinks).contains("billing_events").doesNotContain("invoice_processor");
        assertThat(call(made.getString("token"), "get_sink", "{\"sink_id_or_name\": \"invoice_processor\"}"))
                .contains("not_found")
                .doesNotContain("legacy_user_sync");
    }

    @Test
    void a_second_factor_makes_the_url_alone_useless() {
        JsonPath made = create("{\"name\": \"guarded\", \"config\": {\"require_api_token_auth\": true}}");
        String caller = caller("viewer").getString("token");

        list(made.getString("token"))
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", notNullValue())
                .body("error.message", containsString("caller token"));
        message(LIST)
                .header("Authorization", "Bearer " + caller)
                .post("/mcp/" + made.getString("token"))
                .then()
                .statusCode(200)
                .body("result.tools.name", hasItem("list_sinks"));
        given().header("Authorization", "Bearer " + caller)
                .contentType("application/json")
                .body(LIST)
                .post("/mcp")
                .then()
                .statusCode(401);
    }

    @Test
    void an_unknown_account_is_not_found() {
        admin().body("{\"name\": \"x\"}")
                .post("/api/v1/accounts/elsewhere/connectors")
                .then()
                .statusCode(404)
                .body("detail", containsString("default"));
    }

    @Test
    void the_description_is_published() {
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItems("/api/v1/connectors/{id}", "/api/v1/accounts"))
                .body("paths.keySet()", everyItem(startsWith("/api/v1/")));
    }

    @Test
    void a_call_too_many_is_refused_and_the_answer_says_when_to_come_back() {
        JsonPath made = create("{\"name\": \"limited\", \"config\": {\"limits\": {\"calls_per_minute\": 2}}}");
        String token = made.getString("token");
        call(token, "list_sinks", "{}");
        message(CALL)
                .post("/mcp/" + token)
                .then()
                .statusCode(200)
                .header("RateLimit-Policy", equalTo("\"calls\";q=2;w=60"))
                .header("RateLimit", startsWith("\"calls\";r=0;t="))
                .body("result.isError", equalTo(false));

        message(CALL)
                .post("/mcp/" + token)
                .then()
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("result.isError", equalTo(true))
                .body("result.structuredContent.code", equalTo("rate_limited"))
                .body("result.structuredContent.retry_after_seconds", greaterThan(0));
        list(token).then().statusCode(200);
    }

    @Test
    void one_call_too_many_at_once_is_refused_until_another_ends() {
        String sink = "empty-" + UUID.randomUUID();
        sandbox.createStream(sink);
        String token = create(
                        """
                        {"name": "one by one", "config": {"methods": ["read", "custom"], "limits": {"concurrent_calls": 1}}}""")
                .getString("token");
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> call(
                token, "receive_messages", "{\"consumer_id_or_name\": \"%s\", \"wait_seconds\": 5}".formatted(sink)));

        // Before that, the second call could be the first one
        sandbox.awaitPoll();
        message(CALL)
                .post("/mcp/" + token)
                .then()
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("result.structuredContent.code", equalTo("rate_limited"))
                .body("result.structuredContent.message", containsString("at once"));
        assertThat(waiting.join()).contains("\"isError\":false");
        assertThat(call(token, "list_sinks", "{}")).contains("\"isError\":false");
        // Other tests count the sinks
        sandbox.deleteSink(sink);
    }

    @Test
    void a_connector_without_writes_left_still_reads() {
        JsonPath made = create(
                """
                {"name": "thrifty", "config": {"methods": ["read", "write"], "limits": {"writes_per_day": 0}}}""");

        assertThat(call(made.getString("token"), "list_sinks", "{}")).contains("\"isError\":false");
        message(
                        """
                        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_http_endpoint","arguments":{"name":"never-made","url":"https://hooks.example.com"}}}""")
                .post("/mcp/" + made.getString("token"))
                .then()
                .statusCode(429)
                .body("result.structuredContent.message", containsString("0 times a day"));
        assertThat(call(made.getString("token"), "list_http_endpoints", "{}")).doesNotContain("never-made");
    }

    @Test
    void uses_are_counted() {
        JsonPath made = create("{\"name\": \"counted\"}");
        call(made.getString("token"), "list_sinks", "{}");
        call(made.getString("token"), "list_sinks", "{}");

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> admin().get(
                        "/api/v1/connectors/" + made.getString("id"))
                .then()
                .body("calls", equalTo(2))
                .body("last_used_at", notNullValue()));
    }

    @Test
    void uses_of_a_connector_of_the_configuration_are_counted() {
        call("smcp_reader0000000000000000000000000000000000000", "list_sinks", "{}");

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            admin().get("/api/v1/connectors/reader")
                    .then()
                    .body("calls", greaterThan(0))
                    .body("last_used_at", notNullValue());
            admin().get(CONNECTORS)
                    .then()
                    .body("connectors.find { it.id == 'reader' }.calls", greaterThan(0))
                    .body("connectors.find { it.id == 'expired' }", nullValue());
        });
    }

    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"list_sinks\",\"arguments\":{}}}";
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

    static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + ADMIN).contentType("application/json");
    }

    static JsonPath create(String body) {
        return admin().body(body)
                .post(CONNECTORS)
                .then()
                .statusCode(is(201))
                .extract()
                .jsonPath();
    }

    static JsonPath caller(String role) {
        return admin().body("{\"name\": \"%s %s\", \"role\": \"%s\"}".formatted(role, UUID.randomUUID(), role))
                .post("/api/v1/caller-tokens")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static RequestSpecification message(String body) {
        return given().contentType("application/json").body(body);
    }

    private static Response list(String token) {
        return message(LIST).post("/mcp/" + token);
    }

    private static List<String> toolsOf(String token) {
        return list(token).then().statusCode(200).extract().jsonPath().getList("result.tools.name");
    }

    private static String call(String token, String tool, String arguments) {
        return message(
                        """
                        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}"""
                                .formatted(tool, arguments))
                .post("/mcp/" + token)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
