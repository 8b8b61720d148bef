package io.sequinmcp.stateless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sequinmcp.SettableClock;
import io.sequinmcp.keys.ServerKey;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client keeps for us is good on every replica, for a while, for one principal and one request. */
class RequestStatesTest {
    private static final String KEY = "a-server-key-of-at-least-32-characters";
    private static final JsonObject QUESTIONS = new JsonObject().put("name", "digest");
    private static final JsonObject ANSWERS = new JsonObject().put("before", new JsonObject().put("action", "accept"));

    private final SettableClock clock = new SettableClock("2026-11-25T12:00:00Z");
    private final RequestStates states = new RequestStates(ServerKey.of(KEY), clock);
    private final String state = states.write("connector", "request", QUESTIONS, ANSWERS);

    @Test
    void comes_back_as_it_was() {
        RequestState read = states.read(state, "connector", "request");

        assertThat(read.questions()).isEqualTo(QUESTIONS);
        assertThat(read.answers()).isEqualTo(ANSWERS);
    }

    @Test
    void is_good_on_every_replica_with_the_same_key() {
        assertThat(new RequestStates(ServerKey.of(KEY), clock).read(state, "connector", "request"))
                .isNotNull();
        RequestStates stranger = new RequestStates(ServerKey.of(KEY + "-another"), clock);
        assertThatThrownBy(() -> stranger.read(state, "connector", "request")).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource({"other, request", "connector, other"})
    void is_good_for_one_request_of_one_connector(String principal, String request) {
        assertThatThrownBy(() -> states.read(state, principal, request)).isInstanceOf(Refusal.class);
    }

    @Test
    void is_good_for_less_than_ten_minutes() {
        clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(states.read(state, "connector", "request")).isNotNull();

        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> states.read(state, "connector", "request"))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(-32602);
                    assertThat(refusal.status()).isEqualTo(400);
                });
    }

    @Test
    void a_request_is_what_it_asks_for() {
        JsonObject asked = new JsonObject("{\"name\":\"x\",\"arguments\":{\"a\":1,\"b\":{\"c\":[1,2],\"d\":null}}}");
        JsonObject reordered =
                new JsonObject("{\"arguments\":{\"b\":{\"d\":null,\"c\":[1,2]},\"a\":1},\"name\":\"x\"}");
        JsonObject again = asked.copy()
                .put("_meta", new JsonObject().put("progressToken", 1))
                .put("inputResponses", new JsonObject())
                .put("requestState", "s");
        String digest = RequestState.digestOf("tools/call", asked);

        assertThat(RequestState.digestOf("tools/call", reordered)).isEqualTo(digest);
        assertThat(RequestState.digestOf("tools/call", again)).isEqualTo(digest);
        assertThat(RequestState.digestOf("prompts/get", asked)).isNotEqualTo(digest);
        assertThat(RequestState.digestOf("tools/call", asked.copy().put("arguments", new JsonObject().put("a", 2))))
                .isNotEqualTo(digest);
    }
}
