package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.StubSequin.json;
import static io.sequinmcp.sequin.StubSequin.reset;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.StubSequin.Reply;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is tried again, what is not, and when a Sequin that is down is left in peace; counted at the stub. */
@QuarkusTest
class GuardsTest extends FacadeTest {
    private static final String SINKS = "GET /api/sinks";
    private static final String EMPTY = "{\"data\":[]}";

    @Test
    void a_read_is_tried_again_after_a_failure_of_sequin() {
        stub.on(SINKS, json(500, "{\"errors\":{\"detail\":\"Internal Server Error\"}}"), json(200, EMPTY));

        assertThat(got(sequin().sinks().list())).isEmpty();
        assertThat(asked(SINKS)).isEqualTo(2);
    }

    @Test
    void a_read_is_tried_again_after_a_broken_connection() {
        stub.on(SINKS, reset(), json(200, EMPTY));

        assertThat(got(sequin().sinks().list())).isEmpty();
        assertThat(asked(SINKS)).isEqualTo(2);
    }

    @Test
    void what_creates_is_never_sent_twice() {
        stub.on("GET /api/api_keys", json(200, EMPTY));
        stub.on("POST /api/api_keys", json(500, "{\"errors\":{\"detail\":\"Internal Server Error\"}}"));

        refused(sequin().apiKeys().create("ci", "a-token-of-at-least-32-characters"));

        assertThat(asked("POST /api/api_keys")).isEqualTo(1);
    }

    @Test
    void refusals_do_not_open_the_breaker() {
        configure("breaker.window", "4");
        Reply missing = json(401, "{\"summary\":\"no\"}");
        stub.on(SINKS, Collections.nCopies(20, missing).toArray(Reply[]::new));

        List<Code> codes = IntStream.range(0, 20)
                .mapToObj(turn -> refused(sequin().sinks().list()).code())
                .distinct()
                .toList();

        assertThat(codes).containsExactly(Code.UNAUTHORIZED);
        assertThat(asked(SINKS)).isEqualTo(20);
    }

    @Test
    void the_breaker_opens_on_failures_and_closes_when_sequin_is_back() {
        configure("breaker.window", "4", "retry.max", "0", "breaker.pause", "2s");
        stub.on(SINKS, reset());
        IntStream.range(0, 8).forEach(turn -> refused(sequin().sinks().list()));
        int before = asked(SINKS);

        Problem open = refused(sequin().sinks().list());

        assertThat(open.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(open.rateLimit())
                .isNotNull()
                .extracting(RateLimit::retryAfterSeconds)
                .isNotNull();
        assertThat(asked(SINKS)).as("not asked while open").isEqualTo(before);
        String account = stub.account().name();
        assertThat(meters.get("sequin.mcp.upstream.breaker")
                        .tags("account", account, "kind", "call")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("sequin.mcp.upstream.refusals")
                        .tags("account", account, "reason", "breaker_open")
                        .counter()
                        .count())
                .isPositive();
        assertThat(meters.get("sequin.mcp.upstream.requests")
                        .tags("account", account, "kind", "call", "outcome", "unavailable")
                        .timer()
                        .count())
                .isEqualTo(before);

        stub.on(SINKS, json(200, EMPTY));
        Awaitility.await().ignoreExceptions().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        got(sequin().sinks().list()))
                .isEmpty());
        Awaitility.await().untilAsserted(() -> assertThat(meters.get("sequin.mcp.upstream.breaker")
                        .tags("account", account, "kind", "call")
                        .gauge()
                        .value())
                .isZero());
    }

    private int asked(String route) {
        return (int) stub.received().stream()
                .filter(it -> (it.method() + " " + it.path()).equals(route))
                .count();
    }
}
