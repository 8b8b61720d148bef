package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.sequin.Backfill;
import io.sequinmcp.sequin.Backfills;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Backfills: sending the rows a table already has. */
@Guarded
@Singleton
public class BackfillTools {
    private final Caller caller;
    private final Clock clock;

    public BackfillTools(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    @Tool(
            name = "list_backfills",
            title = "Backfills: List",
            description = "Lists a sink's backfills, newest first, with progress, counted by state. Useful before"
                    + " starting one: a table has at most one that is active or paused.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Backfills: List",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.LIST, tag = "backfills")
    public Uni<BackfillList> listBackfills(
            @ToolArg(name = "sink_id_or_name", description = Parameters.SINK) @NotBlank String sink,
            @ToolArg(name = "state", required = false) @Nullable BackfillStatus state,
            @ToolArg(name = "limit", defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @ToolArg(name = "cursor", description = Parameters.CURSOR, required = false) @Nullable String cursor) {
        return caller.sequin().backfills().list(sink).map(all -> {
            List<Backfill> backfills = all.stream()
                    .filter(backfill -> state == null || backfill.state().equals(state.word()))
                    .toList();
            Page<Backfill> page =
                    Page.of(backfills, BackfillTools::age, Comparator.<String>reverseOrder(), limit, cursor);
            return BackfillList.of(backfills, page, clock.instant(), open(page.items()));
        });
    }

    @Tool(
            name = "get_backfill",
            title = "Backfills: Get",
            description = "Shows how far a backfill is: state, rows done of how many, rate and an estimate of the"
                    + " seconds left. wait_seconds waits for its end.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Backfills: Get",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.GET, tag = "backfills")
    public Uni<BackfillView> getBackfill(
            @ToolArg(name = "sink_id_or_name", description = Parameters.SINK) @NotBlank String sink,
            @ToolArg(name = "id", description = Parameters.BACKFILL_ID) @NotBlank String id,
            @ToolArg(name = "wait_seconds", defaultValue = "0") @Min(0) @Max(Parameters.MAX_WAIT) int waitSeconds,
            Progress progress,
            Cancellation cancellation) {
        Backfills backfills = caller.sequin().backfills();
        Uni<Backfill> read = waitSeconds == 0
                ? backfills.get(sink, id)
                : await(backfills, sink, id, waitSeconds, new Pace(progress, cancellation, caller));
        return read.map(backfill -> view(backfill, List.of()));
    }

    @Tool(
            name = "create_backfill",
            title = "Backfills: Create",
            description = "Sends all rows that a table has to a sink, as messages with action read, beside its live"
                    + " changes. table may be left out only if the sink includes exactly one. wait_seconds"
                    + " waits for the end. get_backfill follows it later.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Backfills: Create",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = false,
                            openWorldHint = true))
    @Classed(effect = Effect.CREATE, tag = "backfills")
    public Uni<BackfillView> createBackfill(
            @ToolArg(name = "sink_id_or_name", description = Parameters.SINK) @NotBlank String sink,
            @ToolArg(name = "table", description = "schema.table", required = false) @Nullable String table,
            @ToolArg(name = "wait_seconds", defaultValue = "0") @Min(0) @Max(Parameters.MAX_WAIT) int waitSeconds,
            Progress progress,
            Cancellation cancellation) {
        Pace pace = new Pace(progress, cancellation, caller);
        Backfills backfills = caller.sequin().backfills();
        return backfills.create(sink, table).flatMap(created -> {
            Backfill started = created.value();
            Uni<Backfill> seen = waitSeconds == 0
                    ? Uni.createFrom().item(started)
                    : await(backfills, sink, started.id(), waitSeconds, pace);
            return seen.map(backfill -> view(backfill, created.notes()));
        });
    }

    @Tool(
            name = "update_backfill",
            title = "Backfills: Update",
            description =
                    "Pauses a backfill, resumes it (active) or cancels it. Cancelling is final, and rows that were"
                            + " sent stay sent. Only create_backfill begins anew.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Backfills: Update",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.UPDATE, tag = "backfills")
    public Uni<BackfillView> updateBackfill(
            @ToolArg(name = "sink_id_or_name", description = Parameters.SINK) @NotBlank String sink,
            @ToolArg(name = "id", description = Parameters.BACKFILL_ID) @NotBlank String id,
            @ToolArg(name = "state") NewState state) {
        return caller.sequin()
                .backfills()
                .update(sink, id, state.word())
                .map((Outcome<Backfill> updated) -> view(updated.value(), updated.notes()));
    }

    /** Whoever no longer waits ends the waiting; the backfill goes on. */
    private Uni<Backfill> await(Backfills backfills, String sink, String id, int waitSeconds, Pace pace) {
        return pace.whileWanted(pace.ending(backfills.await(sink, id, waitSeconds, seen -> say(pace, seen))));
    }

    private void say(Pace pace, Backfill seen) {
        BackfillView view = BackfillView.of(seen, clock.instant());
        Long total = view.rowsTotal() == null || view.rowsTotal() < view.rowsDone() ? null : view.rowsTotal();
        pace.say(
                view.rowsDone(),
                total,
                view.rowsDone() + (total == null ? "" : " of " + total) + " rows"
                        + (view.rowsPerSecond() == null ? "" : ", " + view.rowsPerSecond() + " a second")
                        + (view.secondsLeft() == null ? "" : ", about " + view.secondsLeft() + " s left"));
    }

    private BackfillView view(Backfill backfill, List<String> notes) {
        return BackfillView.of(backfill, clock.instant()).with(noted(backfill, notes), next(backfill));
    }

    /** Sequin's API has no reason for a failure (section 7.1 of the facts). */
    private static List<String> noted(Backfill backfill, List<String> notes) {
        return backfill.state().equals("failed")
                ? Stream.concat(
                                notes.stream(),
                                Stream.of("Sequin does not tell why it failed; most often the table has no primary"
                                        + " key."))
                        .toList()
                : notes;
    }

    private List<NextStep> next(Backfill backfill) {
        return switch (backfill.state()) {
            case "active" ->
                caller.offered(new NextStep(
                        "get_backfill",
                        Map.of("sink_id_or_name", backfill.sink(), "id", backfill.id(), "wait_seconds", 25)));
            case "paused" ->
                caller.offered(new NextStep(
                        "update_backfill",
                        Map.of("sink_id_or_name", backfill.sink(), "id", backfill.id(), "state", "active")));
            case "failed" -> caller.offered(NextStep.of("diagnose_sink", "sink_id_or_name", backfill.sink()));
            default -> List.of();
        };
    }

    /** What can be done about the first one that is not over. */
    private List<NextStep> open(List<Backfill> backfills) {
        return backfills.stream()
                .filter(backfill -> Set.of("active", "paused").contains(backfill.state()))
                .findFirst()
                .map(backfill -> caller.offered(new NextStep(
                        "update_backfill",
                        Map.of(
                                "sink_id_or_name",
                                backfill.sink(),
                                "id",
                                backfill.id(),
                                "state",
                                backfill.state().equals("active") ? "paused" : "active"))))
                .orElse(List.of());
    }

    /** Sorts by start; the id tells those of the same second apart. */
    private static String age(Backfill backfill) {
        Instant started = backfill.startedAt();
        return (started == null ? Instant.EPOCH : started) + "/" + backfill.id();
    }

    /** Every state a backfill can be in. */
    public enum BackfillStatus implements Choice {
        ACTIVE,
        PAUSED,
        COMPLETED,
        FAILED,
        @JsonAlias("canceled")
        CANCELLED
    }

    /** The states a backfill can be put into. */
    public enum NewState implements Choice {
        ACTIVE,
        PAUSED,
        @JsonAlias("canceled")
        CANCELLED
    }

    /**
     * Backfills of one sink, newest first.
     *
     * @param total how many match
     */
    @Answer
    public record BackfillList(
            int total,
            Map<String, Long> byState,
            List<BackfillView> backfills,
            @Nullable String nextCursor,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

        static BackfillList of(List<Backfill> matching, Page<Backfill> page, Instant now, List<NextStep> next) {
            return new BackfillList(
                    page.total(),
                    matching.stream()
                            .collect(Collectors.groupingBy(Backfill::state, TreeMap::new, Collectors.counting())),
                    page.items().stream()
                            .map(backfill -> BackfillView.of(backfill, now))
                            .toList(),
                    page.nextCursor(),
                    next);
        }
    }
}
