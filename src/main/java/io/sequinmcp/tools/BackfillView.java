package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.Backfill;
import io.sequinmcp.sequin.NextStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backfill as an agent reads it.
 *
 * @param rowsDone rows read so far
 * @param rowsTotal rows counted at the start; absent until Sequin has counted
 * @param rowsSent rows sent, where fewer than were read: a row that changed meanwhile goes out as its change only
 * @param rowsPerSecond since the start; absent once it has ended, or while nothing was read
 * @param secondsLeft an estimate from that rate
 * @param started how long ago that was; ended, too
 */
@Answer
public record BackfillView(
        String id,
        String sink,
        @Nullable String table,
        String state,
        long rowsDone,
        @Nullable Long rowsTotal,
        @Nullable Long rowsSent,
        @Nullable Double rowsPerSecond,
        @Nullable Long secondsLeft,
        @Nullable Instant startedAt,
        @Nullable String started,
        @Nullable Instant endedAt,
        @Nullable String ended,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

    public BackfillView {
        endedAt = endedAt == null ? null : Ago.inSeconds(endedAt);
    }

    public static BackfillView of(Backfill backfill, Instant now) {
        Double rate = rate(backfill, now);
        return new BackfillView(
                backfill.id(),
                backfill.sink(),
                backfill.table(),
                backfill.state(),
                backfill.rowsProcessed(),
                backfill.rowsInitial(),
                backfill.rowsIngested() == backfill.rowsProcessed() ? null : backfill.rowsIngested(),
                rate,
                secondsLeft(backfill, rate),
                backfill.startedAt(),
                Ago.of(backfill.startedAt(), now),
                endOf(backfill),
                Ago.of(endOf(backfill), now),
                List.of(),
                List.of());
    }

    BackfillView with(List<String> notes, List<NextStep> next) {
        return new BackfillView(
                id,
                sink,
                table,
                state,
                rowsDone,
                rowsTotal,
                rowsSent,
                rowsPerSecond,
                secondsLeft,
                startedAt,
                started,
                endedAt,
                ended,
                notes,
                next);
    }

    private static @Nullable Instant endOf(Backfill backfill) {
        return backfill.completedAt() != null ? backfill.completedAt() : backfill.cancelledAt();
    }

    private static @Nullable Double rate(Backfill backfill, Instant now) {
        if (!backfill.state().equals("active") || backfill.startedAt() == null || backfill.rowsProcessed() == 0) {
            return null;
        }
        // Sequin tells the start to the second, so a shorter run has no rate yet
        long seconds = Duration.between(backfill.startedAt(), now).toSeconds();
        return seconds < 1 ? null : Math.round(10.0 * backfill.rowsProcessed() / seconds) / 10.0;
    }

    private static @Nullable Long secondsLeft(Backfill backfill, @Nullable Double rate) {
        if (rate == null || rate == 0 || backfill.rowsInitial() == null) {
            return null;
        }
        return (long) Math.ceil(Math.max(0, backfill.rowsInitial() - backfill.rowsProcessed()) / rate);
    }
}
