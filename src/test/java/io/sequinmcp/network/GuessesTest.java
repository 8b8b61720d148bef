package io.sequinmcp.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who guesses waits, and nobody else does. */
class GuessesTest {
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final Guesses guesses = new Guesses(clock, 3);

    @Test
    void some_failures_are_free_and_then_the_pauses_double() {
        fail("192.0.2.1", 2);
        assertThat(guesses.pause("192.0.2.1")).isZero();
        fail("192.0.2.1", 1);
        assertThat(guesses.pause("192.0.2.1")).isEqualTo(Duration.ofSeconds(1));
        fail("192.0.2.1", 2);
        assertThat(guesses.pause("192.0.2.1")).isEqualTo(Duration.ofSeconds(4));
        fail("192.0.2.1", 100);
        assertThat(guesses.pause("192.0.2.1")).isEqualTo(Duration.ofMinutes(15));
        assertThat(guesses.pause("192.0.2.2")).isZero();
    }

    @Test
    void who_is_quiet_for_long_enough_starts_anew() {
        fail("192.0.2.1", 4);
        clock.advance(Duration.ofMinutes(16));

        fail("192.0.2.1", 1);

        assertThat(guesses.pause("192.0.2.1")).isZero();
    }

    @Test
    void a_whole_ipv6_network_counts_as_one() {
        fail("2001:db8:0:1::1", 2);
        fail("2001:db8:0:1:ffff::2", 1);

        assertThat(guesses.pause("2001:db8:0:1::3")).isPositive();
        assertThat(guesses.pause("2001:db8:0:2::3")).isZero();
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            guesses.failed(address);
        }
    }
}
