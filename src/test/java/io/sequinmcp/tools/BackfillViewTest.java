package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.sequin.Backfill;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How far a backfill is, how fast it goes and when it will be done, where that can be told. */
class BackfillViewTest {
    private static final Instant STARTED = Instant.parse("2026-11-22T12:00:00Z");

    private static BackfillView after(int seconds, String state, @Nullable Long total, long done) {
        Backfill backfill = new Backfill(
                "id", "billing_events", state, "public.orders", total, done, done, STARTED, null, null, Map.of());
        return BackfillView.of(backfill, STARTED.plusSeconds(seconds));
    }

    @Test
    void a_running_one_has_rows_a_rate_and_an_estimate() {
        BackfillView view = after(10, "active", 1_000L, 250);

        assertThat(view.rowsDone()).isEqualTo(250);
        assertThat(view.rowsTotal()).isEqualTo(1_000);
        assertThat(view.rowsPerSecond()).isEqualTo(25.0);
        assertThat(view.secondsLeft()).isEqualTo(30);
    }

    @Test
    void nothing_is_estimated_from_what_is_not_known() {
        assertThat(after(10, "active", null, 250).secondsLeft())
                .as("not counted yet")
                .isNull();
        assertThat(after(10, "active", 1_000L, 0).rowsPerSecond())
                .as("nothing read yet")
                .isNull();
        assertThat(after(0, "active", 1_000L, 250).rowsPerSecond())
                .as("less than a second")
                .isNull();
        assertThat(after(10, "paused", 1_000L, 250).secondsLeft())
                .as("not going on")
                .isNull();
    }

    @Test
    void more_rows_than_were_counted_leave_none() {
        assertThat(after(10, "active", 100L, 250).secondsLeft()).isZero();
    }
}
