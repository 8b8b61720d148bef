package io.sequinmcp.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that come with access tokens, on a host name of their own. */
@QuarkusTest
@TestProfile(OAuthTest.Profile.class)
class OAuthTest {
    private static final String HOST = "mcp-oauth.example.com";
    private static final String METADATA =
            "resource_metadata=\"https://mcp-oauth.example.com/.well-known/oauth-protected-resource/mcp\"";
    private static final String LIST = message("tools/list", new JsonObject());

    /** With the limits of the door as they are by default, so that these are tried here, too. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sequin-mcp.connectors.signed-in.oauth", "true",
                    "sequin-mcp.connectors.signed-in.methods", "read,create,delete,custom",
                    "sequin-mcp.connectors.signed-in.tags", "sinks,streams,system",
                    "sequin-mcp.free-wrong-tokens", "20");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TestIssuer.class));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"})
    void says_where_tokens_are_to_be_had(String path) {
        given().header("Host", HOST)
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("resource", equalTo(TestIssuer.RESOURCE))
                .body("authorization_servers", contains(TestIssuer.issuer()))
                .body("scopes_supported", contains("sequin:read", "sequin:write", "sequin:custom"))
                .body("bearer_methods_supported", contains("header"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-protected-resource",
                "/.well-known/oauth-protected-resource/mcp",
                "/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration",
                "/register"
            })
    void says_nothing_of_oauth_on_any_other_host(String path) {
        given().get(path).then().statusCode(404).contentType("application/json");
        given().header("Host", "mcp-oauth.example.com.evil.example")
                .get(path)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"GET", "POST", "DELETE", "PUT", "OPTIONS", "PATCH"})
    void asks_for_a_token_whatever_the_method(Method method) {
        given().header("Host", HOST)
                .contentType("application/json")
                .body(LIST)
                .request(method, "/mcp")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString(METADATA));
    }

    @Test
    void a_refusal_has_the_id_of_the_request() {
        given().header("Host", HOST)
                .contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":\"probe-1\",\"method\":\"initialize\"}")
                .post("/mcp")
                .then()
                .statusCode(401)
                .body("id", equalTo("probe-1"));
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                Arguments.of(
                        "another issuer",
                        TestIssuer.signed(
                                TestIssuer.claims("ann", "sequin:read").issuer("https://evil.example"))),
                Arguments.of(
                        "another audience",
                        TestIssuer.signed(
                                TestIssuer.claims("ann", "sequin:read").audience("https://other.example/mcp"))),
                Arguments.of(
                        "expired",
                        TestIssuer.signed(TestIssuer.claims("ann", "sequin:read")
                                .issuedAt(Clock.systemUTC().instant().minus(Duration.ofHours(2)))
                                .expiresAt(Clock.systemUTC().instant().minus(Duration.ofHours(1))))),
                Arguments.of("signed by another", TestIssuer.signedByAnother(TestIssuer.claims("ann", "sequin:read"))),
                Arguments.of("unsigned", TestIssuer.unsigned("ann", "sequin:read")),
                Arguments.of("no JWT", "an-opaque-token"),
                Arguments.of("a connector's token", TestConnectors.ALL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void a_bad_token_is_refused(String what, String token) {
        for (String method : List.of("POST", "GET", "DELETE")) {
            given().header("Host", HOST)
                    .header("Authorization", "Bearer " + token)
                    // An address of its own, so that no other test has to wait
                    .header("X-Forwarded-For", "192.0.2." + Math.floorMod(what.hashCode(), 250))
                    .contentType("application/json")
                    .body(LIST)
                    .request(method, "/mcp")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("error=\"invalid_token\""))
                    .header("WWW-Authenticate", containsString(METADATA))
                    .body(not(containsString("list_sinks")));
        }
    }

    @Test
    void the_audience_is_checked_among_several() {
        String token = TestIssuer.signed(TestIssuer.claims("ann", "sequin:read")
                .audience(java.util.Set.of("https://other.example", TestIssuer.RESOURCE)));

        send(token, LIST).statusCode(200).body("result.tools.name", hasItem("list_sinks"));
    }

    @Test
    void scopes_narrow_what_the_connector_has_and_add_nothing() {
        send(good("ann", "openid sequin:read"), LIST)
                .statusCode(200)
                .body("result.tools.name", hasItems("list_sinks", "get_sink"))
                .body("result.tools.name", not(hasItem("create_sink")))
                .body("result.tools.name", not(hasItem("receive_messages")))
                .body("result.tools.name", not(hasItem("list_databases")));
        send(good("ann", "sequin:write sequin:custom"), LIST)
                .statusCode(200)
                .body("result.tools.name", hasItems("create_sink", "delete_sink", "receive_messages", "plan_delete"))
                // The scope would have it, the connector has not
                .body("result.tools.name", not(hasItem("update_sink")))
                .body("result.tools.name", not(hasItem("list_sinks")));
    }

    @Test
    void a_tool_beyond_the_token_asks_for_more() {
        send(good("ann", "sequin:read"), call("create_sink"))
                .statusCode(403)
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""))
                .header("WWW-Authenticate", containsString("scope=\"sequin:read sequin:write\""))
                .header("WWW-Authenticate", containsString(METADATA))
                .body("id", equalTo(1))
                .body("error.message", containsString("sequin:write"));
        send(good("ann", "sequin:read"), "[" + LIST + "," + call("receive_messages") + "]")
                .statusCode(403)
                .header("WWW-Authenticate", containsString("scope=\"sequin:read sequin:custom\""));
        send(good("ann", "sequin:read sequin:write"), call("create_sink"))
                .statusCode(200)
                .body("result.isError", equalTo(true));
    }

    @Test
    void a_tool_beyond_the_connector_is_none_whatever_the_token() {
        send(good("ann", "sequin:read sequin:write sequin:custom"), call("update_sink"))
                .statusCode(200)
                .body("error.message", containsString("Invalid tool name"));
        send(good("ann", "sequin:read"), call("list_databases"))
                .statusCode(200)
                .body("error.message", containsString("Invalid tool name"));
    }

    @Test
    void a_token_for_something_else_opens_nothing() {
        send(good("ann", "openid email"), LIST)
                .statusCode(403)
                .header("WWW-Authenticate", containsString("scope=\"sequin:read\""));
    }

    @Test
    void a_tool_runs() {
        send(good("ann", "sequin:read"), call("list_sinks"))
                .statusCode(200)
                .body("result.isError", equalTo(false))
                .body("result.structuredContent.sinks.name", hasItem("billing_events"));
    }

    @Test
    void who_called_and_who_was_refused_is_in_the_audit() {
        JsonPath called = recordOf(send(good("ann", "sequin:read"), call("list_sinks")));
        assertThat(called.getString("outcome")).isEqualTo("ok");
        assertThat(called.getString("caller")).isEqualTo("ann");
        assertThat(called.getString("connector.id")).startsWith("signed-in~");

        JsonPath beyond = recordOf(send(good("eve", "sequin:read"), call("create_sink")));
        assertThat(beyond.getString("kind")).isEqualTo("door");
        assertThat(beyond.getString("code")).isEqualTo("insufficient_scope");
        assertThat(beyond.getString("caller")).isEqualTo("eve");

        JsonPath bad = recordOf(request(TestIssuer.signedByAnother(TestIssuer.claims("ann", "sequin:read")))
                .header("X-Forwarded-For", "192.0.2.251")
                .body(LIST)
                .post("/mcp")
                .then());
        assertThat(bad.getString("kind")).isEqualTo("door");
        assertThat(bad.getString("code")).isEqualTo("no_access_token");
        assertThat(bad.getString("caller")).isNull();
    }

    private static JsonPath recordOf(ValidatableResponse answer) {
        String id = answer.extract().header("X-Request-Id");
        return await().until(
                        () -> given().header("Authorization", "Bearer admin-token-of-the-tests-0000000000000000")
                                .get("/api/v1/audit?request_id=" + id)
                                .jsonPath(),
                        found -> found.getList("records").size() == 1)
                .setRootPath("records[0]");
    }

    @Test
    void a_session_is_of_its_subject() {
        String session = send(
                        good("ann", "sequin:read"),
                        message(
                                "initialize",
                                new JsonObject()
                                        .put("protocolVersion", "2025-11-25")
                                        .put("capabilities", new JsonObject())
                                        .put(
                                                "clientInfo",
                                                new JsonObject()
                                                        .put("name", "t")
                                                        .put("version", "1"))))
                .statusCode(200)
                .extract()
                .header("Mcp-Session-Id");
        assertThat(session).isNotNull();

        request(good("ann", "sequin:read"))
                .header("Mcp-Session-Id", session)
                .body(LIST)
                .post("/mcp")
                .then()
                .statusCode(200);
        request(good("bob", "sequin:read"))
                .header("Mcp-Session-Id", session)
                .body(LIST)
                .post("/mcp")
                .then()
                .statusCode(404);
    }

    @Test
    void a_plan_is_of_its_subject() {
        String scopes = "sequin:read sequin:write";
        send(
                        good("ann", scopes),
                        call(
                                "create_sink",
                                new JsonObject()
                                        .put("name", "of-ann")
                                        .put("database", "prod_db")
                                        .put("destination", new JsonObject().put("type", "sequin_stream"))
                                        .put("include_tables", JsonArray.of("public.orders"))))
                .body("result.isError", equalTo(false));
        String plan = send(
                        good("ann", scopes),
                        call("plan_delete", new JsonObject().put("kind", "sink").put("id_or_name", "of-ann")))
                .extract()
                .path("result.structuredContent.plan_id");
        JsonObject deletion = new JsonObject().put("sink_id_or_name", "of-ann").put("plan_id", plan);

        send(good("bob", scopes), call("delete_sink", deletion)).body("result.isError", equalTo(true));
        send(good("ann", scopes), call("delete_sink", deletion)).body("result.isError", equalTo(false));
    }

    @Test
    void there_are_no_secret_paths_on_this_host_and_no_access_tokens_on_the_other() {
        given().header("Host", HOST)
                .contentType("application/json")
                .body(LIST)
                .post("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(404);
        given().contentType("application/json")
                .body(LIST)
                .post("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + good("ann", "sequin:read"))
                .contentType("application/json")
                .body(LIST)
                .post("/mcp")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/accounts", "/q/openapi", "/mcp/sse"})
    void nothing_else_is_on_this_host(String path) {
        given().header("Host", HOST)
                .header("Authorization", "Bearer admin-token-of-the-tests-0000000000000000")
                .get(path)
                .then()
                .statusCode(404);
    }

    @Test
    void wrong_tokens_from_one_address_have_to_wait_and_right_ones_do_not() {
        for (int i = 0; i < 20; i++) {
            guess("198.51.100.7").statusCode(404);
        }

        guess("198.51.100.7").statusCode(429).header("Retry-After", org.hamcrest.Matchers.notNullValue());
        guess("198.51.100.8").statusCode(404);
        given().header("X-Forwarded-For", "198.51.100.7")
                .contentType("application/json")
                .body(LIST)
                .post("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(200);
    }

    @Test
    void what_a_client_says_of_its_address_is_not_believed() {
        for (int i = 0; i < 20; i++) {
            guess("203.0.113." + i + ", 198.51.100.9").statusCode(404);
        }

        guess("203.0.113.200, 198.51.100.9").statusCode(429);
    }

    private static ValidatableResponse guess(String forwarded) {
        return given().header("X-Forwarded-For", forwarded)
                .contentType("application/json")
                .body(LIST)
                .post("/mcp/" + TestConnectors.UNKNOWN)
                .then();
    }

    private static String good(String subject, String scopes) {
        return TestIssuer.signed(TestIssuer.claims(subject, scopes));
    }

    private static RequestSpecification request(String token) {
        return given().header("Host", HOST)
                .header("Authorization", "Bearer " + token)
                .contentType("application/json");
    }

    private static ValidatableResponse send(String token, String body) {
        return request(token).body(body).post("/mcp").then();
    }

    private static String call(String tool) {
        return call(tool, new JsonObject());
    }

    private static String call(String tool, JsonObject arguments) {
        return message("tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
    }

    private static String message(String method, JsonObject params) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", method)
                .put("params", params)
                .encode();
    }
}
