package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.DatabaseSettings;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Postgres databases that Sequin reads. */
@Guarded
@Singleton
public class DatabaseTools {
    private static final String PASSWORD = "Or secret:NAME";

    private final Caller caller;

    public DatabaseTools(Caller caller) {
        this.caller = caller;
    }

    @Tool(
            name = "list_databases",
            title = "Databases: List",
            description = "Lists the Postgres databases that Sequin reads, with address, replication slot and"
                    + " publication: for finding a database, or what holds a slot.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Databases: List",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.LIST, tag = "databases")
    public Uni<DatabaseList> listDatabases(
            @ToolArg(name = "limit", defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @ToolArg(name = "cursor", description = Parameters.CURSOR, required = false) @Nullable String cursor,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format) {
        return caller.sequin()
                .databases()
                .list()
                .map(all -> DatabaseList.of(Page.byName(all, Database::name, limit, cursor), format));
    }

    @Tool(
            name = "get_database",
            title = "Databases: Get",
            description = "Shows one database: address, user, replication slot with status, publication; detailed"
                    + " adds all settings, passwords masked. Whether Sequin reaches it,"
                    + " test_database_connection tells.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Databases: Get",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.GET, tag = "databases")
    public Uni<DatabaseView> getDatabase(
            @ToolArg(name = "database_id_or_name", description = Parameters.DATABASE) @NotBlank String database,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format) {
        return caller.sequin()
                .databases()
                .get(database)
                .map(found -> DatabaseView.of(found, format, List.of(), List.of()));
    }

    @Tool(
            name = "test_database_connection",
            title = "Databases: Test connection",
            description = "Has Sequin connect to a database, log in and look for its slot and publication: for"
                    + " sinks that look healthy while nothing arrives, and after a change of its settings. Takes up to"
                    + " 20 seconds.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Databases: Test connection",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = true))
    @Classed(effect = Effect.GET, tag = "databases")
    public Uni<ConnectionView> testDatabaseConnection(
            @ToolArg(name = "database_id_or_name", description = Parameters.DATABASE) @NotBlank String database,
            Progress progress,
            Cancellation cancellation) {
        Pace pace = new Pace(progress, cancellation, caller);
        return pace.whileWanted(pace.tellingTime(
                caller.sequin().databases().test(database).map(test -> ConnectionView.of(test, caller)),
                null,
                seconds -> "Sequin has been connecting for " + seconds + " s"));
    }

    @Tool(
            name = "create_database",
            title = "Databases: Create",
            description =
                    "Registers a Postgres database, after Sequin has connected to it; takes url or the single fields."
                            + " Slot and publication must exist already, the publication made before the slot."
                            + " plan_config can make them, and can register replicas. create_sink comes next.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Databases: Create",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = false,
                            openWorldHint = true))
    @Classed(effect = Effect.CREATE, tag = "databases")
    public Uni<DatabaseView> createDatabase(
            @ToolArg(name = "name") @NotBlank String name,
            @ToolArg(name = "url", description = "postgresql://user:password@host:port/database", required = false)
                    @Nullable
                    String url,
            @ToolArg(name = "hostname", required = false) @Nullable String hostname,
            @ToolArg(name = "port", required = false) @Min(1) @Max(65535) @Nullable Integer port,
            @ToolArg(name = "database", required = false) @Nullable String database,
            @ToolArg(name = "username", required = false) @Nullable String username,
            @ToolArg(name = "password", description = PASSWORD, required = false) @Nullable String password,
            @ToolArg(name = "ssl", required = false) @Nullable Boolean ssl,
            @ToolArg(name = "ipv6", required = false) @Nullable Boolean ipv6,
            @ToolArg(name = "slot_name") @NotBlank String slotName,
            @ToolArg(name = "publication_name") @NotBlank String publicationName,
            Progress progress,
            Cancellation cancellation) {
        DatabaseSettings settings = new DatabaseSettings(
                name,
                url,
                hostname,
                port,
                database,
                username,
                password,
                ssl,
                ipv6,
                null,
                slotName,
                publicationName,
                null,
                null,
                null);
        Uni<DatabaseView> work = caller.sequin()
                .databases()
                .create(settings)
                .map(created -> written(
                        created, NextStep.of("create_sink", "database", name).asking("name", "destination")));
        return new Pace(progress, cancellation, caller)
                .tellingTime(work, null, seconds -> "Sequin has been connecting for " + seconds + " s");
    }

    @Tool(
            name = "update_database",
            title = "Databases: Update",
            description =
                    "Changes the given settings of a database and keeps the rest. Sequin does not try the new address."
                            + " test_database_connection does. Briefly restarts all its sinks; slot_status disabled"
                            + " stops them.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Databases: Update",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = true,
                            openWorldHint = true))
    @Classed(effect = Effect.UPDATE, tag = "databases")
    public Uni<DatabaseView> updateDatabase(
            @ToolArg(name = "database_id_or_name", description = Parameters.DATABASE) @NotBlank String databaseIdOrName,
            @ToolArg(name = "name", description = "New name", required = false) @Nullable String name,
            @ToolArg(name = "url", required = false) @Nullable String url,
            @ToolArg(name = "hostname", required = false) @Nullable String hostname,
            @ToolArg(name = "port", required = false) @Min(1) @Max(65535) @Nullable Integer port,
            @ToolArg(name = "database", required = false) @Nullable String database,
            @ToolArg(name = "username", required = false) @Nullable String username,
            @ToolArg(name = "password", description = PASSWORD, required = false) @Nullable String password,
            @ToolArg(name = "ssl", required = false) @Nullable Boolean ssl,
            @ToolArg(name = "ipv6", required = false) @Nullable Boolean ipv6,
            @ToolArg(name = "slot_name", required = false) @Nullable String slotName,
            @ToolArg(name = "publication_name", required = false) @Nullable String publicationName,
            @ToolArg(name = "slot_status", required = false) @Nullable SlotStatus slotStatus) {
        DatabaseSettings settings = new DatabaseSettings(
                name,
                url,
                hostname,
                port,
                database,
                username,
                password,
                ssl,
                ipv6,
                null,
                slotName,
                publicationName,
                Choice.wordOf(slotStatus),
                null,
                null);
        return caller.sequin()
                .databases()
                .update(databaseIdOrName, settings)
                .map(updated -> written(
                        updated,
                        NextStep.of(
                                "test_database_connection",
                                "database_id_or_name",
                                updated.value().name())));
    }

    @Tool(
            name = "refresh_database_tables",
            title = "Databases: Refresh tables",
            description = "Has Sequin read a database's schemas and tables anew. Needed after a migration, before a"
                    + " new table or column is named in a sink or backfill. The tables themselves are not"
                    + " listed.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Databases: Refresh tables",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = true))
    @Classed(effect = Effect.CUSTOM, tag = "databases")
    public Uni<Refreshed> refreshDatabaseTables(
            @ToolArg(name = "database_id_or_name", description = Parameters.DATABASE) @NotBlank String database,
            Progress progress,
            Cancellation cancellation) {
        Uni<Refreshed> work = caller.sequin()
                .databases()
                .refreshTables(database)
                .map(refreshed -> new Refreshed(
                        refreshed.name(),
                        true,
                        caller.offered(
                                NextStep.of("test_database_connection", "database_id_or_name", refreshed.name()),
                                NextStep.of("list_sinks", "database", refreshed.name()))));
        return new Pace(progress, cancellation, caller)
                .tellingTime(work, null, seconds -> "Sequin has been reading the tables for " + seconds + " s");
    }

    private DatabaseView written(Outcome<Database> outcome, NextStep next) {
        return DatabaseView.of(outcome.value(), ResponseFormat.CONCISE, outcome.notes(), caller.offered(next));
    }

    /** Whether Sequin reads a slot. */
    public enum SlotStatus implements Choice {
        ACTIVE,
        DISABLED
    }

    /** Databases, by name. */
    @Answer
    public record DatabaseList(int total, List<DatabaseView> databases, @Nullable String nextCursor) {
        static DatabaseList of(Page<Database> page, ResponseFormat format) {
            return new DatabaseList(
                    page.total(),
                    page.items().stream()
                            .map(database -> DatabaseView.of(database, format, List.of(), List.of()))
                            .toList(),
                    page.nextCursor());
        }
    }

    /** That a database's tables were read anew. */
    @Answer
    public record Refreshed(
            String database, boolean refreshed, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}
}
