package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static io.sequinmcp.gateway.StatelessWire.call;
import static io.sequinmcp.gateway.StatelessWire.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP without sessions, rule by rule, at the URL where sessions are spoken, too. */
@QuarkusTest
class StatelessTest {
    private static final String SERVER = "_meta.'io.modelcontextprotocol/serverInfo'.name";

    private static void assertRefused(ValidatableResponse answer, int status, int code) {
        answer.statusCode(status)
                .body("error.code", equalTo(code))
                .body("id", equalTo("request-1"))
                .body("jsonrpc", equalTo("2.0"));
    }

    @Test
    void says_what_it_is_before_anything_else() {
        request("server/discover")
                .post(TestConnectors.ALL)
                .statusCode(200)
                .header("Mcp-Session-Id", nullValue())
                .contentType("application/json")
                .body("id", equalTo("request-1"))
                .body("result.resultType", equalTo("complete"))
                .body(
                        "result.supportedVersions",
                        contains("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"))
                .body("result.capabilities.tools", equalTo(Map.of()))
                .body("result.capabilities", not(hasKey("logging")))
                .body("result.instructions", containsString("Sequin"))
                .body("result", not(hasKey("serverInfo")))
                .body("result." + SERVER, equalTo("sequin-mcp"))
                .body("result._meta.'io.modelcontextprotocol/serverInfo'.version", notNullValue())
                .body("result.ttlMs", equalTo(300_000))
                .body("result.cacheScope", equalTo("private"));
    }

    @Test
    void what_it_says_it_offers_is_what_it_answers() {
        JsonObject capabilities =
                request("server/discover").result(TestConnectors.ALL).getJsonObject("capabilities");
        Map<String, String> lists = Map.of("prompts", "prompts/list", "resources", "resources/list");
        lists.forEach((capability, list) ->
                request(list).post(TestConnectors.ALL).statusCode(capabilities.containsKey(capability) ? 200 : 404));
    }

    @Test
    void lists_the_tools_of_the_connector_in_an_order_that_stays() {
        JsonObject first = request("tools/list").result(TestConnectors.ALL);
        JsonObject second = request("tools/list").result(TestConnectors.ALL);
        List<String> names = names(first);

        assertThat(second).isEqualTo(first);
        assertThat(names).isSorted().contains("list_sinks", "delete_sink");
        assertThat(names(request("tools/list").result(TestConnectors.READER)))
                .contains("list_sinks")
                .doesNotContain("delete_sink");
        assertThat(first.getString("resultType")).isEqualTo("complete");
        assertThat(first.getInteger("ttlMs")).isEqualTo(60_000);
        assertThat(first.getString("cacheScope")).isEqualTo("private");
    }

    private static List<String> names(JsonObject list) {
        return list.getJsonArray("tools").stream()
                .map(tool -> ((JsonObject) tool).getString("name"))
                .toList();
    }

    @Test
    void offers_the_same_tools_as_a_session() {
        String listed = given().contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .post("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(request("tools/list").result(TestConnectors.ALL).getJsonArray("tools"))
                .containsExactlyInAnyOrderElementsOf(
                        new JsonObject(listed).getJsonObject("result").getJsonArray("tools"));
    }

    @Test
    void calls_a_tool_which_knows_the_client_from_the_request_alone() {
        call("probe_client", Map.of())
                .offering("elicitation")
                .post(TestConnectors.PROBE)
                .statusCode(200)
                .contentType("application/json")
                .header("Mcp-Session-Id", nullValue())
                .body("result.resultType", equalTo("complete"))
                .body("result." + SERVER, equalTo("sequin-mcp"))
                .body("result.structuredContent.name", equalTo("wire"))
                .body("result.structuredContent.version", equalTo("1.2"))
                .body("result.structuredContent.protocol", equalTo("2026-07-28"))
                .body("result.structuredContent.capabilities", contains("elicitation"))
                .body("result", not(hasKey("ttlMs")));
        call("probe_client", Map.of())
                .withoutMeta("clientInfo")
                .post(TestConnectors.PROBE)
                .statusCode(200)
                .body("result.structuredContent.name", equalTo("unknown"))
                .body("result.structuredContent.capabilities", equalTo(List.of()));
    }

    @Test
    void a_session_id_says_nothing_here() {
        call("probe_who", Map.of())
                .header("Mcp-Session-Id", "anything")
                .post(TestConnectors.PROBE)
                .statusCode(200)
                .header("Mcp-Session-Id", nullValue())
                .body("result.structuredContent.connector", equalTo("probe"));
    }

    @Test
    void a_mistake_is_answered_as_ever() {
        call("probe_echo", Map.of("probe_txt", "hi"))
                .post(TestConnectors.PROBE)
                .statusCode(200)
                .body("result.resultType", equalTo("complete"))
                .body("result.isError", equalTo(true))
                .body("result.structuredContent.code", equalTo("invalid_argument"));
    }

    @ParameterizedTest
    @CsvSource({"probe_missing, PROBE", "probe_write, PROBE_READER", "list_sinks, PROBE"})
    void a_tool_that_the_connector_has_not_is_unknown(String tool, String connector) {
        String token = connector.equals("PROBE") ? TestConnectors.PROBE : TestConnectors.PROBE_READER;
        assertRefused(call(tool, Map.of()).post(token), 200, -32602);
    }

    @Test
    void a_resource_that_is_not_there_is_an_invalid_parameter() {
        ValidatableResponse answer = request("resources/read")
                .header("Mcp-Name", "sequin://nothing")
                .param("uri", "sequin://nothing")
                .post(TestConnectors.ALL);

        assertRefused(answer, 200, -32602);
        answer.body("error.data.uri", equalTo("sequin://nothing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"})
    void a_header_that_is_missing_is_refused(String header) {
        assertRefused(call("probe_who", Map.of()).without(header).post(TestConnectors.PROBE), 400, -32020);
    }

    @ParameterizedTest
    @CsvSource({
        "MCP-Protocol-Version, 2025-11-25",
        "MCP-Protocol-Version, 2099-01-01",
        "Mcp-Method, tools/list",
        "Mcp-Method, TOOLS/CALL",
        "Mcp-Name, probe_write",
        "Mcp-Name, =?base64?cHJvYmVfd3JpdGU=?=",
        "Mcp-Name, =?base64?%%%?=",
        "Mcp-Name, =?base64?/w==?="
    })
    void a_header_that_says_otherwise_than_the_body_is_refused(String header, String value) {
        assertRefused(call("probe_who", Map.of()).header(header, value).post(TestConnectors.PROBE), 400, -32020);
    }

    @Test
    void a_header_that_comes_twice_is_refused() {
        assertRefused(
                call("probe_who", Map.of())
                        .header("Mcp-Name", List.of("probe_who", "probe_write"))
                        .post(TestConnectors.PROBE),
                400,
                -32020);
    }

    @Test
    void a_name_may_be_encoded() {
        call("probe_who", Map.of())
                .header("Mcp-Name", "=?base64?cHJvYmVfd2hv?=")
                .post(TestConnectors.PROBE)
                .statusCode(200)
                .body("result.structuredContent.connector", equalTo("probe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2099-01-01", "DRAFT-2026", "2026-07-27"})
    void a_version_that_is_not_spoken_is_refused_with_those_that_are(String version) {
        ValidatableResponse answer = request("tools/list")
                .header("MCP-Protocol-Version", version)
                .meta("protocolVersion", version)
                .post(TestConnectors.ALL);

        assertRefused(answer, 400, -32022);
        answer.body("error.data.requested", equalTo(version))
                .body(
                        "error.data.supported",
                        contains("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocolVersion", "clientCapabilities"})
    void a_request_must_say_all_of_itself(String field) {
        assertRefused(request("tools/list").withoutMeta(field).post(TestConnectors.ALL), 400, -32602);
    }

    @Test
    void a_progress_token_is_a_string_or_a_number() {
        for (Object token : List.of(new JsonObject(), new JsonArray(), true)) {
            assertRefused(
                    call("probe_progress", Map.of())
                            .meta("progressToken", token)
                            .post(TestConnectors.PROBE),
                    400,
                    -32602);
        }
    }

    @Test
    void so_must_one_without_any_meta() {
        assertRefused(request("tools/list").param("_meta", null).post(TestConnectors.ALL), 400, -32602);
        assertRefused(request("tools/list").meta("clientInfo", "me").post(TestConnectors.ALL), 400, -32602);
        assertRefused(request("tools/list").meta("clientCapabilities", "all").post(TestConnectors.ALL), 400, -32602);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "resources/unsubscribe",
                "subscriptions/listen",
                "tasks/get",
                "q/close",
                "unknown/method"
            })
    void a_method_that_is_none_is_not_found(String method) {
        assertRefused(request(method).post(TestConnectors.ALL), 404, -32601);
    }

    @Test
    void one_message_comes_at_a_time() {
        StatelessWire list = request("tools/list");
        list.post(TestConnectors.ALL, "[" + list.body() + "]").statusCode(400).body("error.code", equalTo(-32600));
        list.post(TestConnectors.ALL, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")
                .statusCode(400)
                .body("error.code", equalTo(-32600));
        list.post(TestConnectors.ALL, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":[]}")
                .statusCode(400)
                .body("error.code", equalTo(-32600));
        list.post(TestConnectors.ALL, "{").statusCode(400).body("error.code", equalTo(-32700));
    }

    @Test
    void an_id_is_a_string_or_a_whole_number() {
        request("tools/list").id(7).post(TestConnectors.ALL).statusCode(200).body("id", equalTo(7));
        request("tools/list").id(null).post(TestConnectors.ALL).statusCode(400).body("error.code", equalTo(-32600));
        request("tools/list").id(new JsonArray()).post(TestConnectors.ALL).statusCode(400);
    }

    @Test
    void a_notification_is_accepted_and_that_is_all() {
        request("tools/list")
                .post(
                        TestConnectors.ALL,
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}")
                .statusCode(202)
                .body(emptyString());
    }

    @Test
    void there_is_nothing_to_get_or_to_end() {
        given().header("MCP-Protocol-Version", "2026-07-28")
                .get("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(405)
                .header("Allow", notNullValue());
        given().header("MCP-Protocol-Version", "2026-07-28")
                .delete("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(405);
    }

    @Test
    void the_door_answers_as_ever() {
        request("server/discover").post(TestConnectors.UNKNOWN).statusCode(404).body("id", equalTo("request-1"));
        request("server/discover").post(TestConnectors.EXPIRED).statusCode(404);
        request("server/discover").post("").statusCode(401).header("WWW-Authenticate", notNullValue());
        request("server/discover")
                .header("Authorization", "Bearer " + TestConnectors.ALL)
                .post("")
                .statusCode(200);
        request("server/discover")
                .header("Origin", "https://evil.example.com")
                .post(TestConnectors.ALL)
                .statusCode(403);
    }

    @Test
    void progress_comes_on_the_stream_of_the_answer() {
        String stream = call("probe_progress", Map.of())
                .meta("progressToken", "p-1")
                .post(TestConnectors.PROBE)
                .statusCode(200)
                .contentType("text/event-stream")
                .header("X-Accel-Buffering", equalTo("no"))
                .extract()
                .asString();

        List<JsonObject> events = stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> new JsonObject(line.substring(6)))
                .toList();
        assertThat(events).hasSize(2);
        assertThat(events.get(0).getString("method")).isEqualTo("notifications/progress");
        assertThat(events.get(0).getJsonObject("params").getString("progressToken"))
                .isEqualTo("p-1");
        assertThat(events.get(1).getString("id")).isEqualTo("request-1");
        assertThat(events.get(1).getJsonObject("result").getString("resultType"))
                .isEqualTo("complete");
    }

    @Test
    void without_a_token_there_is_no_progress_and_no_stream() {
        call("probe_progress", Map.of())
                .post(TestConnectors.PROBE)
                .statusCode(200)
                .contentType("application/json")
                .body("result.resultType", equalTo("complete"));
    }

    @Test
    void sessions_go_on_beside_it() {
        given().contentType("application/json")
                .body(
                        """
                        {"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2026-07-28",
                         "capabilities":{},"clientInfo":{"name":"old","version":"1"}}}
                        """)
                .post("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(200)
                .header("Mcp-Session-Id", notNullValue())
                .body("result.protocolVersion", equalTo("2025-11-25"))
                .body("result", not(hasKey("resultType")));
    }
}
