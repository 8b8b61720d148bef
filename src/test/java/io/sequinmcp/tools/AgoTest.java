package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgoTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0 s ago",
        "12, 12 s ago",
        "119, 119 s ago",
        "120, 2 min ago",
        "7199, 119 min ago",
        "7200, 2 h ago",
        "172799, 47 h ago",
        "172800, 2 days ago",
        "-5, 0 s ago"
    })
    void is_said_in_the_unit_that_a_reader_would_take(long seconds, String words) {
        assertThat(Ago.of(NOW.minusSeconds(seconds), NOW)).isEqualTo(words);
    }

    @Test
    void nothing_is_said_of_no_time() {
        assertThat(Ago.of(null, NOW)).isNull();
    }
}
