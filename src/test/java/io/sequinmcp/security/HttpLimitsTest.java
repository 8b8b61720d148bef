package io.sequinmcp.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sequinmcp.gateway.Rpc;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every answer tells browsers, and how much of a client's patience and size is put up with. */
@QuarkusTest
class HttpLimitsTest {
    private static final String ADMIN = "Bearer admin-token-of-the-tests-0000000000000000";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final int CRAWLERS = 200;

    @TestHTTPResource("/")
    URI server;

    @ParameterizedTest
    @CsvSource({
        "POST, /mcp/smcp_all0000000000000000000000000000000000000000, 200",
        "POST, /mcp/smcp_unknown000000000000000000000000000000000000, 404",
        "POST, /mcp, 401",
        "GET, /mcp/smcp_all0000000000000000000000000000000000000000, 405",
        "GET, /api/v1/accounts, 401",
        "GET, /q/openapi, 200",
        "GET, /.well-known/oauth-protected-resource, 404",
        "GET, /no/such/thing, 404"
    })
    void every_answer_has_the_headers(String method, String path, int status) {
        Response answer = given().contentType("application/json").body(PING).request(method, path);

        answer.then()
                .statusCode(status)
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("X-Frame-Options", equalTo("DENY"))
                .header("Referrer-Policy", equalTo("no-referrer"))
                .header("Cross-Origin-Resource-Policy", equalTo("same-origin"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
        assertThat(answer.headers().getValues("X-Content-Type-Options")).hasSize(1);
        assertThat(answer.headers().hasHeaderWithName("Server")).isFalse();
    }

    @Test
    void a_message_of_a_connector_may_have_four_megabytes() {
        post("/mcp/" + TestConnectors.ALL, body(3_900_000)).statusCode(200);
        post("/mcp/" + TestConnectors.ALL, body(4_200_000)).statusCode(413);
    }

    @Test
    void a_stranger_may_send_much_less_and_learns_nothing_from_it() {
        post("/mcp/" + TestConnectors.UNKNOWN, body(1_000)).statusCode(404);
        post("/mcp/" + TestConnectors.UNKNOWN, body(200_000)).statusCode(404);
    }

    @Test
    void the_admin_api_takes_no_more() throws IOException {
        String head = "POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + ADMIN
                + "\r\nContent-Type: application/json\r\nContent-Length: ";

        assertThat(raw(head + 5_500_000).status()).isEqualTo(413);
    }

    @Test
    void headers_and_urls_have_an_end() throws IOException {
        assertThat(raw("GET /q/openapi HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Big: " + "x".repeat(12_000))
                        .status())
                .isEqualTo(200);
        assertThat(raw("GET /q/openapi HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Big: " + "x".repeat(40_000))
                        .status())
                .isEqualTo(431);
        assertThat(raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\nConnection: close")
                        .status())
                .isEqualTo(414);
    }

    @Test
    void who_sends_a_body_byte_by_byte_is_hung_up_on() throws IOException {
        try (Socket crawler = crawler("POST /mcp/" + TestConnectors.ALL + " HTTP/1.1\r\nHost: x\r\n"
                + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isHungUp(crawler));
        }
    }

    @Test
    void who_sends_headers_byte_by_byte_is_hung_up_on() throws IOException {
        try (Socket crawler = crawler("GET /q/openapi HTTP/1.1\r\nHost: x\r\nX-Slow: ")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isHungUp(crawler));
        }
    }

    @Test
    void who_says_nothing_at_all_is_hung_up_on() throws IOException {
        try (Socket silent = crawler("")) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isClosed(silent));
        }
    }

    @Test
    void a_connection_may_rest_between_requests_and_not_within_one() throws IOException {
        String request = "OPTIONS /no/such/thing HTTP/1.1\r\nHost: x\r\n\r\n";
        try (Socket client = crawler(request)) {
            assertThat(answered(client)).isTrue();
            // Longer than a head may take
            Awaitility.await()
                    .during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> !isClosed(client));
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(answered(client)).isTrue();

            client.getOutputStream().write("GET / HTTP".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isHungUp(client));
        }
    }

    @Test
    void an_answer_may_take_longer_than_a_head() {
        JsonObject poll =
                new JsonObject().put("consumer_id_or_name", "billing_events").put("wait_seconds", 5);

        new Rpc(TestConnectors.ALL)
                .post(
                        "tools/call",
                        new JsonObject().put("name", "receive_messages").put("arguments", poll))
                .statusCode(200);
    }

    @Test
    void who_hangs_up_on_an_answer_fills_no_log() throws IOException {
        try (LoggedErrors errors = new LoggedErrors()) {
            for (String path : List.of("/mcp", "/mcp/" + TestConnectors.UNKNOWN)) {
                try (Socket stranger = crawler("POST " + path + " HTTP/1.1\r\nHost: x\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + "20000\r\n" + "x".repeat(0x1ffff))) {
                    stranger.setSoTimeout(10_000);
                    assertThat(stranger.getInputStream().read()).isEqualTo('H');
                }
            }
            Awaitility.await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(errors.all())
                    .isEmpty());
        }
    }

    @Test
    void crawlers_hold_up_nobody() throws IOException {
        List<Socket> crawlers = new ArrayList<>();
        try {
            for (int i = 0; i < CRAWLERS; i++) {
                crawlers.add(crawler("POST /mcp HTTP/1.1\r\nHost: x\r\nX-Slow: "));
            }
            for (int i = 0; i < 20; i++) {
                post("/mcp/" + TestConnectors.ALL, PING).statusCode(200);
                crawlers.get(i).getOutputStream().write('x');
            }
        } finally {
            for (Socket crawler : crawlers) {
                crawler.close();
            }
        }
    }

    private Socket crawler(String first) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(50);
        socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads all that has come, if anything has within ten seconds. */
    private static boolean answered(Socket client) throws IOException {
        client.setSoTimeout(10_000);
        boolean something = client.getInputStream().read() == 'H';
        client.setSoTimeout(300);
        try {
            while (client.getInputStream().read() >= 0) {
                // The rest of the answer
            }
        } catch (java.net.SocketTimeoutException e) {
            client.setSoTimeout(50);
        }
        return something;
    }

    private static boolean isClosed(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Writes one more byte, and finds out whether anybody is there. */
    private static boolean isHungUp(Socket crawler) throws IOException {
        try {
            crawler.getOutputStream().write(' ');
            return crawler.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    private Exchange raw(String head) throws IOException {
        return Exchange.send(server, (head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII), 10_000);
    }

    private static io.restassured.response.ValidatableResponse post(String path, String body) {
        return given().contentType("application/json").body(body).post(path).then();
    }

    private static String body(int length) {
        String frame = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":{\"x\":\"%s\"}}}";
        return frame.formatted("x".repeat(length - frame.length() + 2));
    }
}
