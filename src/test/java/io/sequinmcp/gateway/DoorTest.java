package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, on the wire; and how those are answered who are not. */
@QuarkusTest
class DoorTest {
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

    private static RequestSpecification message(String body) {
        return given().contentType("application/json").body(body);
    }

    private static ValidatableResponse list(String token) {
        return message(LIST).post("/mcp/" + token).then();
    }

    @Test
    void two_requests_of_a_batch_with_one_id_are_refused_at_once() {
        String call =
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"list_sinks\",\"arguments\":{}}}";

        given().contentType("application/json")
                .body("[" + call + "," + call + "]")
                .post("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(400)
                .body("error.message", equalTo("Two requests of a batch must not have the same id"));
    }

    @Test
    void a_token_in_the_path_opens() {
        list(TestConnectors.PROBE).statusCode(200).body("result.tools.name", hasItem("probe_echo"));
    }

    @Test
    void a_bearer_token_opens() {
        message(LIST)
                .header("Authorization", "Bearer " + TestConnectors.PROBE)
                .post("/mcp")
                .then()
                .statusCode(200)
                .body("result.tools.name", hasItem("probe_echo"));
    }

    @Test
    void an_x_api_key_opens() {
        message(LIST)
                .header("x-api-key", TestConnectors.PROBE)
                .post("/mcp")
                .then()
                .statusCode(200)
                .body("result.tools.name", hasItem("probe_echo"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"server-discover-probe-1\"|server-discover-probe-1", "7|7", "null|"})
    void a_bad_path_token_is_answered_with_the_id_of_the_request(String id, String expected) {
        Object answered = message("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"initialize\",\"params\":{}}")
                .post("/mcp/" + TestConnectors.UNKNOWN)
                .then()
                .statusCode(404)
                .contentType("application/json")
                .extract()
                .path("id");
        assertThat(answered == null ? null : answered.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{\"jsonrpc\":\"2.0\",\"method\":\"initialize\"}"})
    void a_bad_path_token_is_answered_without_an_id_where_there_is_none(String body) {
        message(body)
                .post("/mcp/" + TestConnectors.UNKNOWN)
                .then()
                .statusCode(404)
                .contentType("application/json")
                .body("id", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "PUT", "OPTIONS", "PATCH"})
    void a_bad_path_token_is_answered_whatever_the_method(String method) {
        given().request(method, "/mcp/" + TestConnectors.UNKNOWN).then().statusCode(404);
    }

    @Test
    void an_expired_token_is_answered_like_one_that_never_was() {
        String expired = list(TestConnectors.EXPIRED).statusCode(404).extract().asString();
        String unknown = list(TestConnectors.UNKNOWN).statusCode(404).extract().asString();
        assertThat(expired).isEqualTo(unknown);
    }

    @Test
    void a_bad_or_missing_header_token_is_answered_401() {
        message(LIST)
                .post("/mcp")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("id", equalTo(1));
        message(LIST)
                .header("Authorization", "Bearer " + TestConnectors.EXPIRED)
                .post("/mcp")
                .then()
                .statusCode(401);
        message(LIST)
                .header("Authorization", "Basic Zm9vOmJhcg==")
                .post("/mcp")
                .then()
                .statusCode(401)
                .contentType("application/json");
        message(LIST)
                .header("x-api-key", TestConnectors.UNKNOWN)
                .post("/mcp")
                .then()
                .statusCode(401);
    }

    @Test
    void a_reader_neither_lists_nor_can_call_what_writes_or_leases() {
        list(TestConnectors.PROBE_READER)
                .statusCode(200)
                .body("result.tools.name", hasItem("probe_echo"))
                .body("result.tools.name", not(hasItem("probe_write")))
                .body("result.tools.name", not(hasItem("probe_lease")));
        for (String tool : new String[] {"probe_write", "probe_lease", "probe_unclassed", "probe_missing"}) {
            message("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                            + "\",\"arguments\":{}}}")
                    .post("/mcp/" + TestConnectors.PROBE_READER)
                    .then()
                    .body("error.code", equalTo(-32602))
                    .body("error.message", equalTo("Invalid tool name: " + tool))
                    .body("id", equalTo("a"));
        }
    }

    @Test
    void a_tool_that_is_not_classed_is_seen_by_nobody() {
        list(TestConnectors.PROBE)
                .body("result.tools.name", hasItems("probe_echo", "probe_write", "probe_lease"))
                .body("result.tools.name", not(hasItem("probe_unclassed")));
    }

    @Test
    void only_a_connector_that_names_their_tag_has_the_probes() {
        list(TestConnectors.ALL).statusCode(200).body("result.tools.name", not(hasItem("probe_echo")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/event-stream", "text/html", ""})
    void any_accept_header_will_do(String accept) {
        message(LIST)
                .header("Accept", accept)
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(200)
                .body("result.tools.name", hasItem("probe_echo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://inspector.example.com", "http://localhost:6274"})
    void an_allowed_origin_may_call(String origin) {
        message(LIST)
                .header("Origin", origin)
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", origin);
    }

    @Test
    void an_allowed_origin_may_ask_first() {
        given().header("Origin", "https://inspector.example.com")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,mcp-session-id")
                .options("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "https://inspector.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.evil.example",
                "http://localhost",
                "https://localhost:6274",
                "http://localhost:62740",
                "http://127.0.0.1",
                "https://inspector.example.com.evil.example",
                "HTTPS://inspector.example.com",
                "https://inspector.example.com/",
                "null"
            })
    void any_other_origin_is_refused(String origin) {
        message(LIST)
                .header("Origin", origin)
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(403)
                .contentType("application/json")
                .body("id", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp/sse", "/mcp/messages/abc", "/mcp/sse/", "/mcp/%73se", "/mcp/messages/../sse"})
    void the_endpoints_of_the_old_transport_are_closed(String path) {
        for (String method : new String[] {"GET", "POST"}) {
            given().urlEncodingEnabled(false)
                    .header("Authorization", "Bearer " + TestConnectors.PROBE)
                    .request(method, path)
                    .then()
                    .statusCode(404)
                    .contentType("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-protected-resource",
                "/.well-known/oauth-protected-resource/mcp/smcp_x",
                "/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration"
            })
    void there_is_no_oauth(String path) {
        given().get(path).then().statusCode(404).contentType("application/json");
    }

    @Test
    void no_client_can_register() {
        message("{}").post("/register").then().statusCode(404).contentType("application/json");
    }

    @Test
    void there_is_no_stream_and_nothing_hangs() {
        for (String method : new String[] {"GET", "HEAD", "PUT", "PATCH"}) {
            given().request(method, "/mcp/" + TestConnectors.PROBE)
                    .then()
                    .statusCode(405)
                    .header("Allow", equalTo("POST, DELETE"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "[1]",
                "17",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":17}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":[1]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"probe_client\",\"_meta\":{\"progressToken\":{}}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"probe_client\",\"_meta\":{\"progressToken\":[]}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"probe_client\",\"_meta\":{\"progressToken\":true}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/clientInfo\":5}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/clientInfo\":{\"name\":\"x\"}}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":5}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\"}",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}]"
            })
    void what_is_no_message_is_refused(String body) {
        message(body)
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("jsonrpc", equalTo("2.0"));
    }

    @Test
    void a_message_that_is_too_large_is_refused() {
        String large = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\"" + "x".repeat(5_000_000)
                + "\"}}";
        message(large)
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(413)
                .body("error.message", equalTo("A message may have at most 4194304 bytes"));
        message(large).post("/mcp/" + TestConnectors.UNKNOWN).then().statusCode(404);
    }

    @Test
    void what_the_door_answers_is_kept_by_nobody() {
        for (String token : new String[] {TestConnectors.PROBE, TestConnectors.UNKNOWN}) {
            list(token)
                    .header("Cache-Control", "no-store")
                    .header("Referrer-Policy", "no-referrer")
                    .header("X-Content-Type-Options", "nosniff");
        }
    }
}
