package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.SettableClock;
import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.generated.api.SystemApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A name server that changes its answer between the look-up of the guard and that of the connection: the guard is told
 * of an address that is fine, and the connection is made to this machine, which here stands for one that is forbidden.
 */
@QuarkusTest
class UpstreamGuardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
            + "Connection: close\r\n\r\n{}";

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private ServerSocket server;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws IOException {
        ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread taker = new Thread(() -> takeAll(listening), "upstream");
        taker.setDaemon(true);
        taker.start();
        server = listening;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void nothing_is_sent_over_a_connection_that_leads_elsewhere() throws InterruptedException {
        assertThatThrownBy(() -> ask(InetAddress::isLoopbackAddress))
                .isInstanceOfSatisfying(SequinException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo(Code.FORBIDDEN);
                    assertThat(refused.problem().message()).contains("The account `shop`", "nothing was sent");
                });

        assertThat(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("a connection was made, and closed without a byte")
                .isEqualTo("");
    }

    @Test
    void what_leads_where_it_may_is_sent() throws InterruptedException {
        ask(UpstreamPolicy::isForbidden);

        assertThat(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).startsWith("GET /");
    }

    @Test
    void the_metrics_are_watched_too() throws InterruptedException {
        MetricsClient metrics = new MetricsClient(
                "shop", url(), TestConfig.quick(), Optional.of(guard(InetAddress::isLoopbackAddress)));

        assertThatThrownBy(() -> metrics.read().await().atMost(PATIENCE)).isInstanceOf(SequinException.class);
        assertThat(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("");
    }

    private void ask(Predicate<InetAddress> forbidden) {
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder().baseUri(url());
        guard(forbidden).watch(builder);
        Account account = new Account("shop", url(), "the-token", Optional.empty());
        builder.build(SystemApi.class)
                .getVersion()
                .onFailure()
                .transform(failure -> new Failures(account).explain(Effort.READ, "ask", failure))
                .await()
                .atMost(PATIENCE);
    }

    private UpstreamGuard guard(Predicate<InetAddress> forbidden) {
        return new UpstreamGuard(
                "shop", url(), host -> new InetAddress[] {InetAddress.getByName("10.0.0.7")}, forbidden, clock);
    }

    private URI url() {
        return URI.create("http://localhost:" + server.getLocalPort());
    }

    private void takeAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                received.add(request(connection));
            } catch (IOException e) {
                // It was closed, or the peer is gone
            }
        }
    }

    /** All of a request's head, which is answered; or what came until the peer hung up. */
    private static String request(Socket connection) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = connection.getInputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                connection.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
                break;
            }
        }
        return head.toString(StandardCharsets.US_ASCII);
    }
}
