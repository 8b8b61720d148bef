package io.sequinmcp.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.gateway.TestConnectors;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand requests that nobody means, from a fixed seed: none of them is our failure, none of them hangs, none of
 * them is told what is inside or fills the log with errors, and the service is as it was afterwards.
 */
@QuarkusTest
class HttpFuzzTest {
    private static final int INPUTS = 10_000;
    private static final int CLIENTS = 16;
    private static final long SEED = 20261125;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final List<String> INSIDES =
            List.of("\tat ", "Exception", "io.sequinmcp", "io.vertx", "io.quarkus", "com.fasterxml", "org.h2");

    @TestHTTPResource("/")
    URI server;

    @Test
    void nothing_that_comes_in_is_our_failure_or_hangs() throws Exception {
        int threads = Thread.activeCount();
        Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        LoggedErrors errors = new LoggedErrors();
        try (errors) {
            List<Future<?>> all = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> {
                        Hostile hostile = new Hostile(SEED + client);
                        for (int i = 0; i < INPUTS / CLIENTS; i++) {
                            Exchange exchange = judge(hostile.next());
                            statuses.computeIfAbsent(exchange.status(), any -> new AtomicInteger())
                                    .incrementAndGet();
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            clients.shutdownNow();
        }
        System.out.println("Ten thousand hostile requests were answered with " + new TreeMap<>(statuses));
        assertThat(errors.all()).isEmpty();
        assertThat(statuses.get(200)).as("some of them are harmless").isNotNull();
        Awaitility.await().until(() -> Thread.activeCount() < threads + 50);
        given().contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                .post("/mcp/" + TestConnectors.ALL)
                .then()
                .statusCode(200)
                .body("id", equalTo(1));
    }

    private Exchange judge(byte[] request) throws Exception {
        Exchange exchange = Exchange.send(server, request, PATIENCE_MILLIS);
        assertThat(exchange.status())
                .as("%s\n%s", shown(request), exchange.text())
                .isNotEqualTo(Exchange.NEITHER)
                .isLessThan(500);
        for (String inside : INSIDES) {
            assertThat(exchange.text()).as(shown(request)).doesNotContain(inside);
        }
        return exchange;
    }

    private static String shown(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return text.length() > 1_500 ? text.substring(0, 1_500) + "… " + text.length() : text;
    }
}
