package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer hunter2",
                "postgres://sequin:hunter2@db:5432/prod",
                "{\"password\":\"hunter2\"}",
                "client_secret=hunter2&x=y",
                "secret: hunter2",
                "api_key: hunter2, other",
                "smcp_hunter2",
            })
    void a_secret_is_taken_out(String text) {
        assertThat(SecretText.scrubbed(text)).doesNotContain("hunter2").contains("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "is weak: secret:kafka-prod",
                "{\"password\":\"secret:kafka-prod\"}",
                "The token of the account was refused",
                "password authentication failed for user \"sequin\"",
            })
    void what_is_none_stays(String text) {
        assertThat(SecretText.scrubbed(text)).isEqualTo(text);
    }

    @Test
    void arguments_with_a_secret_are_told_from_those_without() {
        assertThat(SecretText.isIn(Map.of("destination", Map.of("type", "kafka", "password", "hunter2"))))
                .isTrue();
        assertThat(SecretText.isIn(Map.of("url", "postgresql://u:hunter2@h:5432/d")))
                .isTrue();
        assertThat(SecretText.isIn(Map.of("sink_id_or_name", "orders", "batch_size", 5)))
                .isFalse();
    }
}
