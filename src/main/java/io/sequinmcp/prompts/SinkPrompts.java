package io.sequinmcp.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.mcp.server.CompleteArg;
import io.quarkiverse.mcp.server.CompleteContext;
import io.quarkiverse.mcp.server.CompletePrompt;
import io.quarkiverse.mcp.server.CompletionResponse;
import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.PromptArg;
import io.quarkiverse.mcp.server.PromptResponse;
import io.sequinmcp.deliveries.Deliveries;
import io.sequinmcp.sequin.Backfill;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.tools.Answer;
import io.sequinmcp.tools.BackfillView;
import io.sequinmcp.tools.Caller;
import io.sequinmcp.tools.FactsOf;
import io.sequinmcp.tools.Guarded;
import io.sequinmcp.tools.KnownNames;
import io.sequinmcp.tools.ResponseFormat;
import io.sequinmcp.tools.SinkAdviceTools.Diagnosis;
import io.sequinmcp.tools.SinkView;
import io.sequinmcp.tools.diagnosis.Facts;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Workflows around one sink. */
@Guarded
@Singleton
public class SinkPrompts {
    private static final Set<String> OPEN = Set.of("active", "paused");
    private static final int MOST_BACKFILLS = 10;

    private final Caller caller;
    private final KnownNames names;
    private final Deliveries deliveries;
    private final Clock clock;

    public SinkPrompts(Caller caller, KnownNames names, Deliveries deliveries, Clock clock) {
        this.caller = caller;
        this.names = names;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    @Prompt(
            name = "fix_stalled_consumer",
            title = "Fix a stalled consumer",
            description = "A pull consumer or sink stands still or lags: brings a full diagnosis of it, gravest finding"
                    + " first, each with the call that helps.")
    @FactsOf("diagnose_sink")
    Uni<PromptResponse> fixStalledConsumer(
            @PromptArg(name = "consumer", description = "Pull consumer or sink, by name or id") String consumer) {
        Instant now = clock.instant();
        return Facts.of(caller.sequin(), deliveries, caller.connector(), consumer, now, (parts, what) -> {})
                .map(facts -> new Briefing(
                                "The consumer below stands still or lags. It is to deliver again, with no message lost."
                                        + " This is its diagnosis, gravest finding first.",
                                caller)
                        .point("A finding of severity info alone stops nothing.")
                        .pointIf(
                                "ack_messages",
                                "An ack removes messages for good, and is right only for those that were processed; a"
                                        + " nack returns them to everyone at once.")
                        .pointIf(
                                "update_sink",
                                "Paused keeps what arrives, disabled misses it. Every update of a sink or database"
                                        + " interrupts all sinks of its slot for a moment.")
                        .on(new Stalled(now, Diagnosis.of(facts, caller))));
    }

    @Prompt(
            name = "run_backfill",
            title = "Run a backfill",
            description =
                    "The rows that a table has are to be sent to a sink: brings the sink, its latest backfills and"
                            + " the call that starts or follows one.")
    @FactsOf({"get_sink", "list_backfills"})
    Uni<PromptResponse> runBackfill(
            @PromptArg(name = "sink", description = "Sink name or id") String sink,
            @PromptArg(
                            name = "table",
                            description = "schema.table; may be left out if the sink names one",
                            required = false)
                    @Nullable
                    String table) {
        Sequin sequin = caller.sequin();
        Instant now = clock.instant();
        return sequin.sinks()
                .get(sink)
                .flatMap(found -> sequin.backfills().list(found.id()).map(backfills -> new Briefing(
                                "All rows that " + (table == null || table.isBlank() ? "a table" : "the table below")
                                        + " has now are to be sent to the sink below, beside its live changes.",
                                caller)
                        .point("Whoever reads the sink gets every row once more, as a message with action read; the"
                                + " history of changes is not replayed.")
                        .point("A table has at most one backfill that is active or paused. Cancelling one is final.")
                        .on(rows(found, backfills, table, now))));
    }

    @CompletePrompt("fix_stalled_consumer")
    Uni<CompletionResponse> completeConsumer(@CompleteArg(name = "consumer") String begun) {
        return names.consumers(begun);
    }

    @CompletePrompt("run_backfill")
    Uni<CompletionResponse> completeSink(@CompleteArg(name = "sink") String begun) {
        return names.sinks(begun);
    }

    @CompletePrompt("run_backfill")
    Uni<CompletionResponse> completeTable(@CompleteArg(name = "table") String beginning, CompleteContext context) {
        // The extension tells two completions of one prompt apart by the names of their parameters in Java
        return names.tablesOf(context.arguments().getOrDefault("sink", ""), beginning);
    }

    private Rows rows(Sink sink, List<Backfill> backfills, @Nullable String given, Instant now) {
        List<String> included = sink.source().includeTables();
        String table = given != null && !given.isBlank() ? given : included.size() == 1 ? included.get(0) : null;
        List<Backfill> open = backfills.stream()
                .filter(backfill -> OPEN.contains(backfill.state()))
                .filter(backfill -> table == null || backfill.table() == null || table.equals(backfill.table()))
                .toList();
        return new Rows(
                now,
                table,
                SinkView.of(sink, ResponseFormat.CONCISE, now),
                backfills.size(),
                backfills.stream()
                        .limit(MOST_BACKFILLS)
                        .map(backfill -> BackfillView.of(backfill, now))
                        .toList(),
                open.isEmpty() ? start(sink, table) : follow(sink, open.get(0)));
    }

    private List<NextStep> start(Sink sink, @Nullable String table) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("sink_id_or_name", sink.name());
        if (table != null) {
            arguments.put("table", table);
        }
        arguments.put("wait_seconds", 25);
        return caller.offered(new NextStep("create_backfill", arguments));
    }

    private List<NextStep> follow(Sink sink, Backfill open) {
        Map<String, Object> which = Map.of("sink_id_or_name", sink.name(), "id", open.id());
        if (open.state().equals("active")) {
            Map<String, Object> waiting = new LinkedHashMap<>(which);
            waiting.put("wait_seconds", 25);
            return caller.offered(new NextStep("get_backfill", waiting));
        }
        Map<String, Object> resumed = new LinkedHashMap<>(which);
        resumed.put("state", "active");
        return caller.offered(new NextStep("update_backfill", resumed));
    }

    /** Why a consumer stands still. */
    @Answer
    record Stalled(Instant readAt, Diagnosis diagnosis) {}

    /**
     * What a backfill starts from.
     *
     * @param table absent where neither the user nor the sink names one
     * @param backfills of the sink, the newest few
     */
    @Answer
    record Rows(
            Instant readAt,
            @Nullable String table,
            SinkView sink,
            int totalBackfills,
            List<BackfillView> backfills,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}
}
