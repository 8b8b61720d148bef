package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sequinmcp.store.Store;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done, tried or refused over the wire is found in the audit. */
@QuarkusTest
class AuditWireTest {
    private static final String ADMIN = "admin-token-of-the-tests-0000000000000000";

    @TestHTTPResource
    URI server;

    @Inject
    Store store;

    @Inject
    SandboxLevers sandbox;

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + ADMIN).contentType("application/json");
    }

    private static JsonPath records(String filter) {
        return admin().get("/api/v1/audit?" + filter)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath recordOf(ValidatableResponse answer) {
        return recordsOf(answer.extract().header("X-Request-Id"), 1).setRootPath("records[0]");
    }

    /** A record follows the end of its answer, which a client may have read by then. */
    private static JsonPath recordsOf(String requestId, int count) {
        return await().until(
                        () -> records("request_id=" + requestId),
                        found -> found.getList("records").size() == count);
    }

    @Test
    void a_call_that_worked() {
        JsonPath record =
                recordOf(Wire.call(TestConnectors.PROBE, "probe_echo", new JsonObject().put("probe_text", "hi")));

        assertThat(record.getString("kind")).isEqualTo("call");
        assertThat(record.getString("operation")).isEqualTo("probe_echo");
        assertThat(record.getString("outcome")).isEqualTo("ok");
        assertThat(record.getString("connector.id")).isEqualTo("probe");
        assertThat(record.getString("account")).isEqualTo("nowhere");
        assertThat(record.getString("address")).isEqualTo("127.0.0.1");
        assertThat(record.getMap("arguments")).isEqualTo(Map.of("probe_text", "hi"));
        assertThat(record.getDouble("duration_ms")).isPositive();
    }

    @Test
    void a_change_with_its_intent() {
        JsonPath record = recordOf(Wire.call(TestConnectors.PROBE, "probe_write", null));

        assertThat(record.getString("outcome")).isEqualTo("ok");
        assertThat(record.getString("intent")).matches("\\d+-\\d+");
    }

    @Test
    void a_call_that_a_rule_refused() {
        JsonPath record = recordOf(Wire.call(TestConnectors.PROBE, "probe_echo", new JsonObject()));

        assertThat(record.getString("outcome")).isEqualTo("refused");
        assertThat(record.getString("code")).isEqualTo("invalid_argument");
        assertThat(record.getString("detail")).contains("probe_text");
    }

    @Test
    void a_tool_that_the_connector_does_not_have() {
        JsonPath record = recordOf(Wire.call(TestConnectors.PROBE_READER, "probe_write", null));

        assertThat(record.getString("outcome")).isEqualTo("refused");
        assertThat(record.getString("code")).isEqualTo("unknown_tool");
    }

    @Test
    void a_call_that_failed_at_sequin_and_one_that_failed_here() {
        JsonPath upstream = recordOf(Wire.call(TestConnectors.PROBE, "probe_problem", null));
        assertThat(upstream.getString("outcome")).isEqualTo("failed");
        assertThat(upstream.getString("code")).isEqualTo("rate_limited");

        JsonPath bug = recordOf(Wire.call(TestConnectors.PROBE, "probe_bug", null));
        assertThat(bug.getString("outcome")).isEqualTo("failed");
        assertThat(bug.getString("code")).isEqualTo("internal");
        assertThat(bug.getString("detail")).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"too_deep", "unwritable", "thrown", "late"})
    void a_change_that_broke_or_whose_answer_could_not_be_made(String at) {
        JsonPath record = recordOf(Wire.call(TestConnectors.PROBE, "probe_break", new JsonObject().put("at", at)));

        assertThat(record.getString("outcome")).isEqualTo("failed");
        assertThat(record.getString("code")).isEqualTo("internal");
        assertThat(record.getString("intent")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 900, 980, 990})
    void one_with_an_option_of_hundreds_of_levels(int levels) {
        JsonArray deep = new JsonArray("[".repeat(levels) + "]".repeat(levels));
        JsonPath record = recordOf(Wire.call(
                TestConnectors.PROBE,
                "probe_echo",
                new JsonObject().put("probe_text", "hi").put("options", new JsonObject().put("deep", deep))));

        assertThat(record.getString("outcome")).isEqualTo("ok");
        assertThat(record.getMap("arguments")).isEqualTo(Map.of("left_out", "more than 50 levels"));
    }

    @Test
    void one_with_arguments_of_hundreds_of_levels() {
        JsonArray deep = new JsonArray("[".repeat(900) + "]".repeat(900));
        JsonPath record = recordOf(Wire.call(TestConnectors.PROBE, "probe_echo", new JsonObject().put("deep", deep)));

        assertThat(record.getString("code")).isEqualTo("invalid_argument");
        assertThat(record.getMap("arguments")).isEqualTo(Map.of("left_out", "more than 50 levels"));
    }

    @Test
    void one_call_too_many() {
        String token = connector("{\"config\": {\"tags\": [\"sinks\"], \"limits\": {\"calls_per_minute\": 1}}}")
                .getString("token");
        Wire.call(token, "list_sinks", null);
        JsonPath record = recordOf(given().contentType("application/json")
                .body(Wire.message("list_sinks", null))
                .post("/mcp/" + token)
                .then()
                .statusCode(429));

        assertThat(record.getString("outcome")).isEqualTo("refused");
        assertThat(record.getString("code")).isEqualTo("rate_limited");
    }

    @Test
    void every_call_of_a_batch() {
        String first = Wire.message("probe_echo", new JsonObject().put("probe_text", "a"));
        String second = Wire.message("probe_write", null).replace("call-1", "call-2");
        String third = Wire.message("probe_echo", new JsonObject().put("probe_text", "b"))
                .replace("call-1", "call-3");
        String batch = "[" + first + "," + second + "," + third + "]";
        String id = given().contentType("application/json")
                .body(batch)
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .extract()
                .header("X-Request-Id");

        JsonPath found = recordsOf(id, 3);
        assertThat(found.getList("records.outcome")).containsExactly("ok", "ok", "ok");
        assertThat(found.getList("records.arguments.probe_text")).contains("a", "b");
    }

    @Test
    void a_caller_who_hung_up() throws Exception {
        String stream = "hung-up-" + UUID.randomUUID();
        sandbox.createStream(stream);
        String token = connector("{\"config\": {\"methods\": [\"custom\"], \"tags\": [\"streams\"]}}")
                .getString("token");
        String id = records("kind=admin&operation=create_connector&limit=1").getString("records[0].resource.id");
        RawClient client = RawClient.post(
                server,
                token,
                Wire.message(
                        "receive_messages",
                        new JsonObject().put("consumer_id_or_name", stream).put("wait_seconds", 20)));
        sandbox.awaitPoll();
        client.reset();

        await().untilAsserted(() -> assertThat(
                        records("connector=" + id + "&kind=call").getList("records.outcome"))
                .singleElement()
                .isIn("unanswered", "cancelled"));
        sandbox.deleteSink(stream);
    }

    @Test
    void what_a_session_said_of_its_client() {
        String session = given().contentType("application/json")
                .body(
                        """
                        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",
                         "capabilities":{},"clientInfo":{"name":"auditor","version":"7.1"}}}""")
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .extract()
                .header("Mcp-Session-Id");
        JsonPath record = recordOf(given().contentType("application/json")
                .header("Mcp-Session-Id", session)
                .body(Wire.message("probe_who", null))
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(200));

        assertThat(record.getString("client.name")).isEqualTo("auditor");
        assertThat(record.getString("client.version")).isEqualTo("7.1");
    }

    @Test
    void a_resource_a_plan_and_a_secret_in_arguments() {
        String name = "audited-" + UUID.randomUUID();
        JsonPath made = connector("{\"config\": {\"methods\": [\"read\", \"write\"]}}");
        String token = made.getString("token");
        JsonPath created = recordOf(Wire.call(
                token,
                "create_http_endpoint",
                new JsonObject()
                        .put("name", name)
                        .put("url", "https://hooks.example.com")
                        .put("encrypted_headers", new JsonObject().put("Authorization", "hunter2-hunter2"))));
        assertThat(created.getString("outcome")).isEqualTo("ok");
        assertThat(created.getString("resource.kind")).isEqualTo("http_endpoint");
        assertThat(created.getString("resource.name")).isEqualTo(name);
        assertThat(created.getString("resource.id")).isNotBlank();
        assertThat(created.getMap("arguments").toString()).contains(name).doesNotContain("hunter2");

        ValidatableResponse planned = Wire.call(
                token,
                "plan_delete",
                new JsonObject().put("kind", "http_endpoint").put("id_or_name", name));
        String plan = planned.extract().path("result.structuredContent.plan_id");
        assertThat(recordOf(planned).getString("plan_id")).isEqualTo(plan);
        Wire.call(
                token,
                "delete_http_endpoint",
                new JsonObject().put("http_endpoint_id_or_name", name).put("plan_id", plan));
        await().untilAsserted(() -> assertThat(records("plan_id=" + plan).getList("records.operation"))
                .containsExactly("delete_http_endpoint", "plan_delete"));
    }

    @Test
    void a_change_that_can_not_be_written_down_is_not_made() {
        String name = "unrecorded-" + UUID.randomUUID();
        String token =
                connector("{\"config\": {\"methods\": [\"read\", \"write\"]}}").getString("token");
        rename("audit_record", "audit_gone");
        try {
            Wire.call(token, "create_http_endpoint", endpoint(name))
                    .body("result.isError", is(true))
                    .body("result.structuredContent.code", equalTo("unavailable"));
            admin().body("{\"name\": \"x\"}")
                    .post("/api/v1/accounts/default/connectors")
                    .then()
                    .statusCode(503);
        } finally {
            rename("audit_gone", "audit_record");
        }

        Wire.call(token, "list_http_endpoints", null)
                .body("result.structuredContent.http_endpoints.findAll { it.name == '" + name + "' }", hasSize(0));
        await().untilAsserted(() -> assertThat(
                        records("tool=create_http_endpoint&outcome=refused").getString("records[0].code"))
                .isEqualTo("unavailable"));
        Wire.call(token, "create_http_endpoint", endpoint(name)).body("result.isError", is(false));
        String plan = Wire.call(
                        token,
                        "plan_delete",
                        new JsonObject().put("kind", "http_endpoint").put("id_or_name", name))
                .extract()
                .path("result.structuredContent.plan_id");
        Wire.call(
                        token,
                        "delete_http_endpoint",
                        new JsonObject().put("http_endpoint_id_or_name", name).put("plan_id", plan))
                .body("result.isError", is(false));
    }

    private static JsonObject endpoint(String name) {
        return new JsonObject().put("name", name).put("url", "https://hooks.example.com");
    }

    private void rename(String from, String to) {
        store.transactNow(tx -> tx.update("alter table " + from + " rename to " + to));
    }

    @Test
    void who_is_not_let_in() {
        given().contentType("application/json").body("{}").post("/mcp/" + TestConnectors.UNKNOWN);
        given().contentType("application/json").body("{}").post("/mcp");
        given().contentType("application/json")
                .header("Origin", "https://evil.example")
                .body("{}")
                .post("/mcp/" + TestConnectors.PROBE);
        given().header("Authorization", "Bearer smct_wrong").get("/api/v1/accounts");

        JsonPath found = records("kind=door&limit=500");
        assertThat(found.getList("records.code"))
                .contains("unknown_url", "unknown_token", "origin")
                .allMatch(it -> it instanceof String);
        assertThat(found.getList("records.address")).contains("127.0.0.1");
    }

    @Test
    void admin_acts_done_and_refused() {
        JsonPath made = connector("{}");
        JsonPath act = records("kind=admin&operation=create_connector&limit=1");
        assertThat(act.getString("records[0].resource.id")).isEqualTo(made.getString("id"));
        assertThat(act.getString("records[0].caller")).isEqualTo("admin");
        assertThat(act.prettify()).doesNotContain(made.getString("token"));

        String viewer = admin().body("{\"name\": \"v\", \"role\": \"viewer\"}")
                .post("/api/v1/caller-tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        given().header("Authorization", "Bearer " + viewer)
                .delete("/api/v1/connectors/" + made.getString("id"))
                .then()
                .statusCode(403);
        await().until(() ->
                "role".equals(records("kind=admin&outcome=refused&limit=1").getString("records[0].code")));
        JsonPath refused = records("kind=admin&outcome=refused&limit=1");
        assertThat(refused.getString("records[0].code")).isEqualTo("role");
        assertThat(refused.getString("records[0].operation"))
                .isEqualTo("DELETE /api/v1/connectors/" + made.getString("id"));

        admin().body("{\"name\": \"x\", \"api_token\": \"hunter2-hunter2\", \"url\": \"no url\"}")
                .post("/api/v1/accounts")
                .then()
                .statusCode(400);
        JsonPath invalid = records("kind=admin&operation=create_account&limit=1");
        assertThat(invalid.getString("records[0].outcome")).isEqualTo("refused");
        assertThat(invalid.prettify()).doesNotContain("hunter2");
    }

    @Test
    void an_id_of_ours_whatever_a_stranger_sends() {
        String id = given().header("X-Request-Id", "req_mine")
                .contentType("application/json")
                .body("{}")
                .post("/mcp/" + TestConnectors.UNKNOWN)
                .header("X-Request-Id");
        assertThat(id).startsWith("req_").isNotEqualTo("req_mine");
    }

    @Test
    void pages_lines_and_the_proof() {
        for (int i = 0; i < 5; i++) {
            Wire.call(TestConnectors.PROBE, "probe_who", null);
        }
        await().until(() -> records("tool=probe_who").getList("records").size() >= 5);
        JsonPath first = records("tool=probe_who&limit=2");
        assertThat(first.getList("records")).hasSize(2);
        JsonPath second = records("tool=probe_who&limit=2&cursor=" + first.getString("next_cursor"));
        assertThat(second.getList("records.id")).doesNotContainAnyElementsOf(first.getList("records.id"));

        String lines = admin().get("/api/v1/audit/export?tool=probe_who")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString();
        List<JsonObject> exported = lines.lines().map(JsonObject::new).toList();
        assertThat(exported).hasSizeGreaterThanOrEqualTo(5);
        assertThat(exported).allMatch(it -> it.getString("operation").equals("probe_who"));

        admin().get("/api/v1/audit/verify")
                .then()
                .statusCode(200)
                .body("intact", is(true))
                .body("breaks", hasSize(0));
        for (String wrong : List.of("kind=x", "outcome=x", "from=yesterday", "cursor=x", "limit=0", "limit=501")) {
            admin().get("/api/v1/audit?" + wrong).then().statusCode(400);
        }
        admin().get("/api/v1/audit?kind=x").then().body("errors.field", contains("kind"));
        admin().get("/api/v1/audit?kind=call&from=2020-01-01T00:00:00Z")
                .then()
                .body("records.kind", everyItem(equalTo("call")));
    }

    private static JsonPath connector(String fields) {
        return admin().body(new JsonObject(fields).put("name", "audited").encode())
                .post("/api/v1/accounts/default/connectors")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }
}
