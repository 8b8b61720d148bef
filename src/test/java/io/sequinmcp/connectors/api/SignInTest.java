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
    void others_do_not_notice_and_a_right_token_clears_it() {
        guess("a", 4);
        guess("b", 5);
        assertThat(signIn.pause("a")).isZero();

        assertThat(signIn.principal("right", "a")).isPresent();
        guess("a", 4);

        assertThat(signIn.pause("a")).isZero();
        assertThat(signIn.pause("b")).isPositive();
    }

    private void guess(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(signIn.principal("wrong", address)).isEmpty();
        }
    }
}
