package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequinConfigTest {
    @ParameterizedTest
    @CsvSource({
        "connections, 0, must be at least 1",
        "concurrency, -5, must be at least 1",
        "receives, 0, must be at least 1",
        "breaker.window, 0, must be at least 1",
        "retry.max, -1, must be at least 0",
        "connections, many, must be a whole number"
    })
    void refusesWhatCannotWork(String setting, String value, String reason) {
        assertThatThrownBy(() -> TestConfig.quick(setting, value))
                .hasMessageContaining("sequin-mcp.sequin." + setting)
                .hasMessageContaining(reason);
    }

    @Test
    void takesTheLeastThatWorks() {
        SequinConfig config = TestConfig.quick("connections", "1", "retry.max", "0");

        assertThat(config.connections()).isOne();
        assertThat(config.retry().max()).isZero();
    }
}
