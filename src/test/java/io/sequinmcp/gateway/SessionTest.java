package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkiverse.mcp.server.runtime.ResourceManagerImpl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.sequinmcp.security.LoggedErrors;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session ids: what they carry, and for whom they are good. */
@QuarkusTest
class SessionTest {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-06-18",
             "capabilities":{"elicitation":{},"roots":{"listChanged":true}},
             "clientInfo":{"name":"probe-client","version":"1.2"}}}
            """;

    @Inject
    ResourceManagerImpl resources;

    private static ValidatableResponse post(String token, String session, String body) {
        return given().contentType("application/json")
                .header("Mcp-Session-Id", session)
                .body(body)
                .post("/mcp/" + token)
                .then();
    }

    private static String initialize(String token) {
        return given().contentType("application/json")
                .body(INITIALIZE)
                .post("/mcp/" + token)
                .then()
                .statusCode(200)
                .body("id", equalTo("init"))
                .body("result.protocolVersion", equalTo("2025-06-18"))
                .body("result.serverInfo.name", equalTo("sequin-mcp"))
                .body("result.instructions", notNullValue())
                .extract()
                .header("Mcp-Session-Id");
    }

    private static void knowsItsClient(String session) {
        post(TestConnectors.PROBE, session, Wire.message("probe_client", null))
                .statusCode(200)
                .body("result.structuredContent.name", equalTo("probe-client"))
                .body("result.structuredContent.version", equalTo("1.2"))
                .body("result.structuredContent.protocol", equalTo("2025-06-18"))
                .body("result.structuredContent.capabilities", contains("elicitation", "roots"));
    }

    @Test
    void a_session_knows_its_client() {
        String session = initialize(TestConnectors.PROBE);
        post(TestConnectors.PROBE, session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                .statusCode(202);
        knowsItsClient(session);
    }

    @Test
    void a_session_knows_its_client_where_it_was_not_begun() {
        String session = initialize(TestConnectors.PROBE);
        given().header("Mcp-Session-Id", session)
                .delete("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(204);

        // What is left is what any other replica has: the id
        post(TestConnectors.PROBE, session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                .statusCode(202);
        knowsItsClient(session);
        knowsItsClient(session);
    }

    @Test
    void a_session_of_one_connector_is_refused_for_another() {
        String session = initialize(TestConnectors.PROBE);
        post(TestConnectors.ALL, session, "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/list\"}")
                .statusCode(404)
                .body("id", equalTo("x"));
        given().header("Mcp-Session-Id", session)
                .delete("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(404);
        knowsItsClient(session);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "",
                "a.b",
                "eyJjIjoicHJvYmUifQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "NmNlNjY0YjAtYjg0Mi00NTM1LWJkY2QtMTU4ZTQ3YTk5ZTQ0"
            })
    void a_session_id_that_is_not_ours_is_refused(String id) {
        post(TestConnectors.PROBE, id, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .statusCode(404);
    }

    @Test
    void a_session_id_that_was_changed_is_refused() {
        String session = initialize(TestConnectors.PROBE);
        String changed = (session.charAt(0) == 'a' ? 'b' : 'a') + session.substring(1);
        post(TestConnectors.PROBE, changed, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .statusCode(404);
    }

    @Test
    void a_session_may_begin_anew() {
        String session = initialize(TestConnectors.PROBE);
        String again = post(TestConnectors.PROBE, session, INITIALIZE)
                .statusCode(200)
                .extract()
                .header("Mcp-Session-Id");
        assertThat(again).isNotBlank().isNotEqualTo(session);
    }

    @Test
    void large_capabilities_do_not_make_a_large_id() {
        String session = given().contentType("application/json")
                .body(INITIALIZE.replace("\"roots\"", "\"x\":{\"y\":\"" + "z".repeat(20_000) + "\"},\"roots\""))
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(200)
                .extract()
                .header("Mcp-Session-Id");
        assertThat(session).hasSizeLessThan(2_000);
    }

    @Test
    void what_a_client_says_of_itself_has_its_bounds() {
        given().contentType("application/json")
                .body(INITIALIZE.replace("probe-client", "x".repeat(33_000)))
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(413)
                .body("id", equalTo("init"))
                .body("error.message", equalTo("\"initialize\" may have at most 32768 bytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "1.5", "true", "{}", "99999999999999999999", "77"})
    void an_answer_to_no_question_is_taken_and_forgotten(String id) {
        post(
                        TestConnectors.PROBE,
                        initialize(TestConnectors.PROBE),
                        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}")
                .statusCode(202);
    }

    @Test
    void what_a_client_makes_up_is_in_no_log() {
        String session = initialize(TestConnectors.READER);
        try (LoggedErrors log = new LoggedErrors(Level.INFO)) {
            post(
                            TestConnectors.READER,
                            session,
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"made\\nup\"}}")
                    .statusCode(202);
            post(
                            TestConnectors.READER,
                            session,
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/list\",\"params\":{\"cursor\":\"made\\nup\"}}")
                    .body("error.code", equalTo(-32602));
            assertThat(log.all()).noneMatch(line -> line.contains("made"));
        }
    }

    @Test
    void who_subscribes_is_kept_nowhere() throws Exception {
        String session = initialize(TestConnectors.READER);
        for (String method : List.of("resources/subscribe", "resources/unsubscribe", "resources/subscribe")) {
            post(
                            TestConnectors.READER,
                            session,
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method
                                    + "\",\"params\":{\"uri\":\"sequin://config\"}}")
                    .statusCode(200)
                    .body("result", anEmptyMap());
        }
        // The extension says it to nobody
        Field kept = ResourceManagerImpl.class.getDeclaredField("uriToSubscribers");
        kept.setAccessible(true);
        assertThat((Map<?, ?>) kept.get(resources)).isEmpty();
    }

    @Test
    void a_delete_without_a_session_is_refused() {
        given().delete("/mcp/" + TestConnectors.PROBE).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"clientInfo\":{},\"capabilities\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"clientInfo\":{\"name\":\"x\"},\"capabilities\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"clientInfo\":{\"name\":\"x\",\"version\":\"1\",\"icons\":[1]},\"capabilities\":{}}}",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"clientInfo\":{},\"capabilities\":{}}}]"
            })
    void an_initialize_that_says_too_little_is_refused(String body) {
        given().contentType("application/json")
                .body(body)
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(400)
                .body("error.code", equalTo(-32600));
    }

    @Test
    void a_batch_is_answered_as_one() {
        given().contentType("application/json")
                .body("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}," + Wire.message("probe_missing", null)
                        + "]")
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(200);
    }
}
