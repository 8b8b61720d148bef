package io.sequinmcp.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Spans as an OTLP collector gets them: whose trace they carry on, what they say, and what they must not. */
@QuarkusTest
@TestProfile(TracingTest.Traced.class)
class TracingTest {
    private static final String ADMIN = "admin-token-of-the-tests-0000000000000000";
    private static final String OF_HEADER = "0af7651916cd43dd8448eb211c80319c";
    private static final String OF_META = "1bf7651916cd43dd8448eb211c80319d";

    /** A service that is told where spans go. */
    public static class Traced implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Collector.class));
        }
    }

    /** Both a collector of spans and a Sequin, each of which keeps what it is sent. */
    public static class Collector implements QuarkusTestResourceLifecycleManager {
        static final List<byte[]> EXPORTS = new CopyOnWriteArrayList<>();
        static final List<String> TRACE_PARENTS = new CopyOnWriteArrayList<>();
        static volatile @Nullable HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                made.createContext("/v1/traces", exchange -> {
                    EXPORTS.add(exchange.getRequestBody().readAllBytes());
                    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
                made.createContext("/api", exchange -> {
                    TRACE_PARENTS.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
                    byte[] body = "{\"data\":[]}".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
                made.start();
                server = made;
                return Map.of(
                        "sequin-mcp.otlp-endpoint",
                        url(made),
                        "quarkus.otel.exporter.otlp.protocol",
                        "http/protobuf",
                        "quarkus.otel.bsp.schedule.delay",
                        "100ms");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        static String url(HttpServer server) {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void stop() {
            HttpServer started = server;
            if (started != null) {
                started.stop(0);
            }
        }
    }

    @Test
    void a_call_is_a_span_of_the_callers_trace_and_sequin_is_asked_within_it() {
        String token = connectorOnTheStub();

        call(token, "00-" + OF_HEADER + "-b7ad6b7169203331-01", null);

        await().untilAsserted(() -> {
            assertThat(exported(OF_HEADER)).isTrue();
            assertThat(text())
                    .contains("tools/call list_sinks")
                    .contains("mcp.method.name")
                    .contains("gen_ai.tool.name")
                    .contains("execute_tool");
        });
        assertThat(Collector.TRACE_PARENTS).anyMatch(it -> it.contains(OF_HEADER));

        call(token, null, "00-" + OF_META + "-b7ad6b7169203331-01");
        await().untilAsserted(() -> assertThat(exported(OF_META)).isTrue());
        assertThat(Collector.TRACE_PARENTS).anyMatch(it -> it.contains(OF_META));

        given().contentType("application/json").body("{}").post("/mcp/" + TestConnectors.UNKNOWN);
        given().contentType("application/json").body("{}").get("/mcp/" + token + "/more?x=" + token);
        given().contentType("application/json")
                .header("x-api-key", token)
                .body("{}")
                .post("/mcp");
        call(token, "00-2cf7651916cd43dd8448eb211c80319e-b7ad6b7169203331-01", null);
        await().untilAsserted(() ->
                assertThat(exported("2cf7651916cd43dd8448eb211c80319e")).isTrue());
        assertThat(text())
                .doesNotContain(token, token.substring(5), TestConnectors.UNKNOWN, ADMIN)
                .doesNotContain("token-of-the-stub")
                .contains("/mcp/{token}");
    }

    private static boolean exported(String traceId) {
        byte[] id = HexFormat.of().parseHex(traceId);
        return Collector.EXPORTS.stream().anyMatch(export -> new String(export, StandardCharsets.ISO_8859_1)
                .contains(new String(id, StandardCharsets.ISO_8859_1)));
    }

    /** All that was exported; names and values of a span stand there as they are. */
    private static String text() {
        StringBuilder all = new StringBuilder();
        Collector.EXPORTS.forEach(it -> all.append(new String(it, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    private static String connectorOnTheStub() {
        given().header("Authorization", "Bearer " + ADMIN)
                .contentType("application/json")
                .body(new JsonObject()
                        .put("name", "stub")
                        .put("url", Collector.url(Objects.requireNonNull(Collector.server)))
                        .put("api_token", "token-of-the-stub")
                        .encode())
                .post("/api/v1/accounts")
                .then()
                .statusCode(201);
        JsonPath made = given().header("Authorization", "Bearer " + ADMIN)
                .contentType("application/json")
                .body("{\"name\": \"traced\"}")
                .post("/api/v1/accounts/stub/connectors")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return made.getString("token");
    }

    private static void call(String token, @Nullable String header, @Nullable String meta) {
        JsonObject params = new JsonObject().put("name", "list_sinks").put("arguments", new JsonObject());
        if (meta != null) {
            params.put("_meta", new JsonObject().put("traceparent", meta));
        }
        var request = given().contentType("application/json")
                .body(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", 1)
                        .put("method", "tools/call")
                        .put("params", params)
                        .encode());
        if (header != null) {
            request.header("traceparent", header);
        }
        request.post("/mcp/" + token).then().statusCode(200);
    }
}
