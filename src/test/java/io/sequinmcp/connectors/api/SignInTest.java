package io.sequinmcp.connectors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.SettableClock;
import io.sequinmcp.connectors.Callers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignInTest {
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final SignIn signIn = new SignIn(AdminToken.of("right"), new Callers(clock), clock);

    @Test
    void a_guesser_waits_longer_and_longer() {
        guess("a", 5);
        assertThat(signIn.pause("a")).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(signIn.pause("a")).isZero();

        guess("a", 1);
        assertThat(signIn.pause("a")).isEqualTo(Duration.ofSeconds(2));
        guess("a", 50);
        assertThat(signIn.pause("a")).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void others_do_not_notice_and_a_right_token_counts_as_nothing() {
        guess("a", 4);
        guess("b", 5);
        assertThat(signIn.pause("a")).isZero();
        assertThat(signIn.pause("b")).isPositive();

        assertThat(signIn.principal("right", "a")).isPresent();
        assertThat(signIn.pause("a")).isZero();
    }

    @Test
    void who_has_one_token_guesses_others_no_faster() {
        for (int i = 0; i < 5; i++) {
            assertThat(signIn.principal("right", "a")).isPresent();
            guess("a", 1);
        }

        assertThat(signIn.pause("a")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void who_is_quiet_for_half_an_hour_starts_anew() {
        guess("a", 4);
        clock.advance(Duration.ofMinutes(30));
        guess("a", 4);

        assertThat(signIn.pause("a")).isZero();
    }

    private void guess(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(signIn.principal("wrong", address)).isEmpty();
        }
    }
}
