package io.sequinmcp.tools;

import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Outcome;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.sequin.SinkHealth;
import io.sequinmcp.sequin.SinkSettings;
import io.sequinmcp.sequin.SourceSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sinks: what streams the changes of tables to a destination. */
@Guarded
@Singleton
public class SinkTools {
    private static final String FUNCTION = "Function name or none";
    private static final String TABLES =
            "Ordering by table: {\"orders\":[\"customer_id\"]}; default is the primary key";
    private static final String OPTIONS = "max_retry_count, message_grouping, load_shedding_policy"
            + " (pause_on_full|discard_on_full), timestamp_format (iso8601|unix_microsecond), annotations";

    private final Caller caller;
    private final Clock clock;

    public SinkTools(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    @Tool(
            name = "list_sinks",
            title = "Sinks: List",
            description = "Lists sinks with type, database, status and health, counted by health: for finding a"
                    + " sink, or what is failing. Filters combine. diagnose_sink tells why one fails.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Sinks: List",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.LIST, tag = "sinks")
    public Uni<SinkList> listSinks(
            @ToolArg(name = "database", description = "Database name", required = false) @Nullable String database,
            @ToolArg(name = "status", required = false) @Nullable SinkStatus status,
            @ToolArg(name = "health", required = false) @Nullable SinkHealthStatus health,
            @ToolArg(name = "type", description = "Such as kafka", required = false) @Nullable String type,
            @ToolArg(name = "limit", defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @ToolArg(name = "cursor", description = Parameters.CURSOR, required = false) @Nullable String cursor,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format) {
        return caller.sequin().sinks().list().map(all -> {
            List<Sink> sinks = all.stream()
                    .filter(sink -> database == null || sink.database().equals(database))
                    .filter(sink -> status == null || sink.status().equals(status.word()))
                    .filter(sink -> health == null || health.word().equals(healthOf(sink)))
                    .filter(sink -> type == null || sink.destinationType().equals(type))
                    .toList();
            return SinkList.of(sinks, Page.byName(sinks, Sink::name, limit, cursor), format, next(sinks));
        });
    }

    @Tool(
            name = "get_sink",
            title = "Sinks: Get",
            description =
                    "Shows one sink: status, health with failing checks, batch size, load-shedding policy, source,"
                            + " destination type and running backfills; detailed adds all settings with secrets"
                            + " masked. Its health does not cover its database. diagnose_sink does.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Sinks: Get",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.GET, tag = "sinks")
    public Uni<SinkView> getSink(
            @ToolArg(name = "sink_id_or_name", description = Parameters.SINK) @NotBlank String sink,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format) {
        return caller.sequin().sinks().get(sink).map(found -> SinkView.of(found, format, clock.instant())
                .with(List.of(), format.detailed() ? change(found) : next(List.of(found))));
    }

    @Tool(
            name = "create_sink",
            title = "Sinks: Create",
            description =
                    "Creates a sink that sends changes of tables to a destination, from now on. create_backfill adds"
                            + " the rows that exist. Tables are schema.table; without lists it takes the whole"
                            + " publication. describe_sink_type explains the destination.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Sinks: Create",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = false,
                            openWorldHint = true))
    @Classed(effect = Effect.CREATE, tag = "sinks")
    public Uni<SinkView> createSink(
            @ToolArg(name = "name") @NotBlank String name,
            @ToolArg(name = "database", description = Parameters.DATABASE) @NotBlank String database,
            @ToolArg(name = "destination", description = "type and the fields of that type") @NotEmpty
                    Map<String, Object> destination,
            @ToolArg(name = "include_tables", required = false) @Nullable List<String> includeTables,
            @ToolArg(name = "include_schemas", required = false) @Nullable List<String> includeSchemas,
            @ToolArg(name = "exclude_tables", required = false) @Nullable List<String> excludeTables,
            @ToolArg(name = "exclude_schemas", required = false) @Nullable List<String> excludeSchemas,
            @ToolArg(name = "actions", description = "Default all", required = false) @Nullable
                    List<SinkAction> actions,
            @ToolArg(name = "batch_size", required = false) @Min(1) @Max(1000) @Nullable Integer batchSize,
            @ToolArg(name = "status", required = false) @Nullable SinkStatus status,
            @ToolArg(name = "filter", description = FUNCTION, required = false) @Nullable String filter,
            @ToolArg(name = "transform", description = FUNCTION, required = false) @Nullable String transform,
            @ToolArg(name = "routing", description = FUNCTION, required = false) @Nullable String routing,
            @ToolArg(name = "enrichment", description = FUNCTION, required = false) @Nullable String enrichment,
            @ToolArg(name = "tables", description = TABLES, required = false) @Nullable Map<String, Object> tables,
            @ToolArg(name = "options", description = OPTIONS, required = false) @Nullable Map<String, Object> options) {
        SinkSettings settings = new SinkSettings(
                name,
                database,
                destination,
                source(includeTables, includeSchemas, excludeTables, excludeSchemas),
                grouping(tables),
                words(actions),
                batchSize,
                Choice.wordOf(status),
                filter,
                transform,
                routing,
                enrichment,
                options == null ? Map.of() : options);
        return caller.sequin().sinks().create(settings).map(created -> written(created, backfill(created.value())));
    }

    @Tool(
            name = "update_sink",
            title = "Sinks: Update",
            description = "Changes the given settings of a sink and keeps the rest; pauses or resumes it by status"
                    + " (paused buffers, disabled misses changes). A destination is replaced whole: it has to"
                    + " be complete, secrets included. Briefly restarts all sinks on the same database.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Sinks: Update",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = true,
                            openWorldHint = true))
    @Classed(effect = Effect.UPDATE, tag = "sinks")
    public Uni<SinkView> updateSink(
            @ToolArg(name = "sink_id_or_name", description = Parameters.SINK) @NotBlank String sink,
            @ToolArg(name = "name", description = "New name", required = false) @Nullable String name,
            @ToolArg(name = "destination", description = "type and all fields of that type", required = false) @Nullable
                    Map<String, Object> destination,
            @ToolArg(name = "include_tables", required = false) @Nullable List<String> includeTables,
            @ToolArg(name = "include_schemas", required = false) @Nullable List<String> includeSchemas,
            @ToolArg(name = "exclude_tables", required = false) @Nullable List<String> excludeTables,
            @ToolArg(name = "exclude_schemas", required = false) @Nullable List<String> excludeSchemas,
            @ToolArg(name = "actions", required = false) @Nullable List<SinkAction> actions,
            @ToolArg(name = "batch_size", required = false) @Min(1) @Max(1000) @Nullable Integer batchSize,
            @ToolArg(name = "status", required = false) @Nullable SinkStatus status,
            @ToolArg(name = "filter", description = FUNCTION, required = false) @Nullable String filter,
            @ToolArg(name = "transform", description = FUNCTION, required = false) @Nullable String transform,
            @ToolArg(name = "routing", description = FUNCTION, required = false) @Nullable String routing,
            @ToolArg(name = "enrichment", description = FUNCTION, required = false) @Nullable String enrichment,
            @ToolArg(name = "tables", description = TABLES, required = false) @Nullable Map<String, Object> tables,
            @ToolArg(name = "options", description = OPTIONS, required = false) @Nullable Map<String, Object> options) {
        SinkSettings settings = new SinkSettings(
                name,
                null,
                destination,
                source(includeTables, includeSchemas, excludeTables, excludeSchemas),
                grouping(tables),
                words(actions),
                batchSize,
                Choice.wordOf(status),
                filter,
                transform,
                routing,
                enrichment,
                options == null ? Map.of() : options);
        return caller.sequin()
                .sinks()
                .update(sink, settings)
                .map(updated -> written(
                        updated,
                        NextStep.of(
                                "get_sink", "sink_id_or_name", updated.value().name())));
    }

    /** Which of several tables is for the user to say. */
    private static NextStep backfill(Sink sink) {
        NextStep backfill = NextStep.of("create_backfill", "sink_id_or_name", sink.name());
        return sink.source().includeTables().size() == 1 ? backfill : backfill.asking("table");
    }

    private SinkView written(Outcome<Sink> outcome, NextStep next) {
        return SinkView.of(outcome.value(), ResponseFormat.CONCISE, clock.instant())
                .with(outcome.notes(), caller.offered(next));
    }

    /** Looking into the first sink that is unwell, if one is. */
    private List<NextStep> next(List<Sink> sinks) {
        return sinks.stream()
                .filter(sink ->
                        sink.health() != null && !sink.health().failing().isEmpty())
                .findFirst()
                .map(sink -> caller.offered(NextStep.of("diagnose_sink", "sink_id_or_name", sink.name())))
                .orElse(List.of());
    }

    /** The same, and what would change what it takes: a list is replaced whole, so it has to be known. */
    private List<NextStep> change(Sink sink) {
        List<NextStep> change = caller.offered(
                NextStep.of("update_sink", "sink_id_or_name", sink.name()).asking("include_tables"));
        boolean listed = !sink.source().includeTables().isEmpty();
        return Stream.concat(next(List.of(sink)).stream(), listed ? change.stream() : Stream.empty())
                .toList();
    }

    private static @Nullable SourceSettings source(
            @Nullable List<String> includeTables,
            @Nullable List<String> includeSchemas,
            @Nullable List<String> excludeTables,
            @Nullable List<String> excludeSchemas) {
        if (includeTables == null && includeSchemas == null && excludeTables == null && excludeSchemas == null) {
            return null;
        }
        return new SourceSettings(includeTables, includeSchemas, excludeTables, excludeSchemas);
    }

    /** From {@code {"orders": ["customer_id"]}} to the list of objects that Sequin reads. */
    private static @Nullable List<Map<String, Object>> grouping(@Nullable Map<String, Object> tables) {
        if (tables == null) {
            return null;
        }
        return tables.entrySet().stream()
                .map(table -> {
                    Map<String, Object> entry = new LinkedHashMap<>();
                    entry.put("name", table.getKey());
                    entry.put("group_column_names", table.getValue());
                    return entry;
                })
                .toList();
    }

    private static @Nullable List<String> words(@Nullable List<SinkAction> actions) {
        return actions == null ? null : actions.stream().map(Choice::word).toList();
    }

    private static @Nullable String healthOf(Sink sink) {
        SinkHealth health = sink.health();
        return health == null ? null : health.status();
    }
}
