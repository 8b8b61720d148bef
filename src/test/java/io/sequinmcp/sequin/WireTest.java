package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.StubSequin.answer;
import static io.sequinmcp.sequin.StubSequin.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.sequin.Problem.Code;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire: headers, paths and answers of all kinds. */
@QuarkusTest
class WireTest extends FacadeTest {
    private static final String SINKS = "GET /api/sinks";

    @Test
    void sends_the_token_and_asks_for_json() {
        stub.replay(198);

        List<Sink> sinks = got(sequin().sinks().list());

        assertThat(sinks).extracting(Sink::name).contains("orders-stream");
        StubSequin.Received request = stub.last(SINKS);
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + StubSequin.TOKEN);
        assertThat(request.header("Accept")).isEqualTo("application/json");
        assertThat(request.header("Content-Type")).isEmpty();
    }

    @Test
    void names_a_content_type_where_there_is_no_content() {
        stub.replay(42)
                .on(
                        "POST /api/postgres_databases/170e44a0-36ed-409a-87da-751d7584d737/test_connection",
                        json(200, "{\"success\":true}"));

        assertThat(got(sequin().databases().test("shop")).ok()).isTrue();

        StubSequin.Received request =
                stub.last("POST /api/postgres_databases/170e44a0-36ed-409a-87da-751d7584d737/test_connection");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void asks_for_anything_where_sequin_has_a_page_and_keeps_the_token_to_itself() {
        stub.on("GET /health", Recording.number(1).reply())
                .on("GET /info/version", Recording.number(5).reply());

        ServerInfo info = got(sequin().server().health());

        assertThat(info.ok()).isTrue();
        assertThat(info.version()).isNotBlank();
        assertThat(stub.last("GET /info/version").header("Accept")).isEqualTo("*/*");
        assertThat(stub.last("GET /info/version").header("Authorization")).isEmpty();
        assertThat(stub.last("GET /health").header("Authorization")).isEmpty();
    }

    @Test
    void an_ill_server_is_a_value() {
        stub.on("GET /health", Recording.number(561).reply());

        ServerInfo info = got(sequin().server().health());

        assertThat(info.ok()).isFalse();
        assertThat(info.error()).contains("No connection to Redis");
        assertThat(info.version()).isNull();
    }

    @Test
    void a_name_stays_within_its_path() {
        Problem problem = refused(sequin().sinks().get("../api_keys?x=1"));

        assertThat(problem.code()).isEqualTo(Code.UPSTREAM_ERROR);
        assertThat(stub.received()).extracting(StubSequin.Received::path).contains("/api/sinks/..%2Fapi_keys%3Fx=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no HTTP at all\r\n\r\n", "HTTP/1.1 many OK\r\n\r\n"})
    void what_speaks_no_http_is_not_reached(String said) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread talker = new Thread(() -> talk(server, said));
            talker.start();
            URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Sequin sequin =
                    sequins().open(new Account("talker", url, StubSequin.TOKEN, Optional.empty()), Reach.EVERYTHING);

            Problem problem = refused(sequin.sinks().list());

            assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE);
            assertThat(problem.message()).contains("speaks no HTTP");
        }
    }

    @ParameterizedTest
    @CsvSource({"200, was not read on", "500, Sequin answered 500"})
    void an_answer_without_an_end_is_broken_off(int status, String told) throws Exception {
        configure("read-timeout", "PT30S", "call-timeout", "PT30S");
        CountDownLatch hungUp = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            new Thread(() -> talkOn(server, status, hungUp)).start();
            URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Sequin sequin =
                    sequins().open(new Account("talker", url, StubSequin.TOKEN, Optional.empty()), Reach.EVERYTHING);

            Problem problem = refused(sequin.sinks().list());

            assertThat(problem.code()).isEqualTo(Code.UPSTREAM_ERROR);
            assertThat(problem.message()).contains(told);
            assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Answers everybody for as long as they listen. */
    private static void talkOn(ServerSocket server, int status, CountDownLatch hungUp) {
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                OutputStream answer = socket.getOutputStream();
                answer.write(("HTTP/1.1 " + status + " OK\r\nContent-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                while (true) {
                    answer.write(chunk);
                }
            } catch (IOException e) {
                hungUp.countDown();
            }
        }
    }

    /** Answers everybody alike, until the server is closed. */
    private static void talk(ServerSocket server, String said) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Whoever asked hung up, or the test is over
            }
        }
    }

    @Test
    void redirects_are_not_followed() {
        stub.on(SINKS, answer(302, "text/html", "moved", "location", "https://elsewhere.example/api/sinks?token=x"));

        Problem problem = refused(sequin().sinks().list());

        assertThat(problem.code()).isEqualTo(Code.UPSTREAM_ERROR);
        assertThat(problem.message())
                .contains("redirect", "https://elsewhere.example")
                .doesNotContain("token=x");
    }
}
