package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be kept of arguments. */
class MaskedArgumentsTest {
    private static JsonObject masked(JsonObject arguments, String... known) {
        return new JsonObject(MaskedArguments.of(arguments.getMap(), List.of(known), 4_000));
    }

    @Test
    void what_is_no_secret_stays() {
        JsonObject arguments = new JsonObject()
                .put("name", "orders")
                .put("batch_size", 5)
                .put("include_tables", JsonArray.of("public.orders"))
                .put("destination", new JsonObject().put("type", "kafka").put("hosts", "kafka:9092"))
                .putNull("filter");
        assertThat(masked(arguments)).isEqualTo(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"destination\":{\"password\":\"hunter2-hunter2\"}}",
                "{\"destination\":{\"password\":{\"deep\":\"hunter2-hunter2\"}}}",
                "{\"destination\":{\"password\":[\"hunter2-hunter2\"]}}",
                "{\"password\":\"hunter2-hunter2\",\"name\":\"hunter2-hunter2\"}",
                "{\"PassWord\":\"hunter2-hunter2\"}",
                "{\"url\":\"postgres://me:hunter2-hunter2@db/app\"}",
                "{\"headers\":{\"X-Anything\":\"hunter2-hunter2\"}}",
                "{\"encrypted_headers\":{\"a\":\"hunter2-hunter2\"}}",
                "{\"destination\":{\"secret_access_key\":\"hunter2-hunter2\"}}",
                "{\"api_token\":\"hunter2-hunter2\"}",
                "{\"apiKey\":\"hunter2-hunter2\"}",
                "{\"X-Api-Key\":\"hunter2-hunter2\"}",
                "{\"private_key_id\":\"hunter2-hunter2\"}",
                "{\"init_sql\":\"hunter2-hunter2\"}",
                "{\"note\":\"the password: hunter2-hunter2\"}",
                "{\"note\":\"Bearer hunter2-hunter2\"}",
                "{\"hunter2-hunter2\":1,\"token\":\"hunter2-hunter2\"}",
                "{\"yaml\":\"databases:\\n- name: a\\n  password: hunter2-hunter2\\n\"}",
                "{\"yaml\":\"users:\\n- email: a\\n  password: hunter2-hunter2\\n\"}",
                "{\"yaml\":\": not yaml: [hunter2-hunter2\"}",
                "{\"list\":[[{\"password\":\"hunter2-hunter2\"}]]}",
            })
    void what_is_called_like_a_secret_is_masked_wherever_its_value_stands(String arguments) {
        assertThat(masked(new JsonObject(arguments)).encode()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"[, ]", "{\"a\":, }"})
    void what_is_deeper_than_a_stack_may_hold_is_left_out(String open, String close) {
        String deep = open.repeat(900) + "\"hunter2-hunter2\"" + close.repeat(900);

        assertThat(masked(new JsonObject("{\"x\":" + deep + "}")))
                .isEqualTo(new JsonObject().put("left_out", "more than 50 levels"));
    }

    @Test
    void what_is_known_to_be_a_secret_is_masked_whatever_it_is_called() {
        assertThat(masked(new JsonObject().put("name", "x the-api-token y"), "the-api-token", "the-api"))
                .isEqualTo(new JsonObject().put("name", "x *** y"));
        assertThat(MaskedArguments.text("no tool smcp_abcdefgh", List.of())).isEqualTo("no tool smcp_…");
    }

    @Test
    void a_reference_to_a_secret_says_nothing_and_stays() {
        JsonObject arguments = new JsonObject().put("destination", new JsonObject().put("password", "secret:kafka"));
        assertThat(masked(arguments)).isEqualTo(arguments);
    }

    @Test
    void what_is_long_is_cut_and_stays_an_object() {
        JsonObject long1 = new JsonObject().put("transform", "x".repeat(10_000)).put("name", "n");
        assertThat(masked(long1).getString("name")).isEqualTo("n");
        assertThat(masked(long1).getString("transform")).endsWith("… (10000 characters)");
        JsonObject many = new JsonObject();
        for (int i = 0; i < 500; i++) {
            many.put("field " + i, "value");
        }
        assertThat(MaskedArguments.of(many.getMap(), List.of(), 4_000)).startsWith("{\"left_out\"");
        assertThat(MaskedArguments.of(
                        Map.of("ids", new JsonArray(java.util.Collections.nCopies(500, "abc"))), List.of(), 4_000))
                .contains("(500 in all)");
    }
}
