package io.sequinmcp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The names of rows that agents hand back. */
class HandleTest {
    private static final Instant NOW = Instant.parse("2026-03-29T00:59:59.123Z");

    @Test
    void isShortInOneCaseAndNeverTheSame() {
        Set<String> made =
                IntStream.range(0, 1_000).mapToObj(i -> Handle.of("plan")).collect(Collectors.toSet());

        assertThat(made).hasSize(1_000).allMatch(handle -> handle.matches("plan_[b-z2-9]{14}"));
    }

    @Test
    void standsBesideWhatWasMadeInTheSameSecondAndHasAsMuchChance() {
        Set<String> made = IntStream.range(0, 1_000)
                .mapToObj(i -> Handle.of("dlv", NOW.plusMillis(i % 800)))
                .collect(Collectors.toSet());

        assertThat(made).hasSize(1_000).allMatch(handle -> handle.matches("dlv_[b-z2-9]{17}"));
        assertThat(made.stream().map(handle -> handle.substring(0, 7)).distinct())
                .hasSize(1)
                .doesNotContain(Handle.of("dlv", NOW.plusSeconds(1)).substring(0, 7));
    }

    @Test
    void isThereForAnyTime() {
        assertThat(Handle.of("dlv", Instant.MIN)).hasSize(21);
        assertThat(Handle.of("dlv", Instant.MAX)).hasSize(21);
    }
}
