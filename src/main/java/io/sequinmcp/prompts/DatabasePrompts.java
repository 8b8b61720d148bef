package io.sequinmcp.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.mcp.server.CompleteArg;
import io.quarkiverse.mcp.server.CompletePrompt;
import io.quarkiverse.mcp.server.CompletionResponse;
import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.PromptArg;
import io.quarkiverse.mcp.server.PromptResponse;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.tools.Answer;
import io.sequinmcp.tools.Caller;
import io.sequinmcp.tools.DatabaseView;
import io.sequinmcp.tools.Deletable;
import io.sequinmcp.tools.DeletionPlan;
import io.sequinmcp.tools.FactsOf;
import io.sequinmcp.tools.Guarded;
import io.sequinmcp.tools.KnownNames;
import io.sequinmcp.tools.PlannedDeletion;
import io.sequinmcp.tools.ResponseFormat;
import io.sequinmcp.tools.SinkList;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workflows around one database. */
@Guarded
@Singleton
public class DatabasePrompts {
    private final Caller caller;
    private final KnownNames names;
    private final PlannedDeletion deletion;
    private final Clock clock;

    public DatabasePrompts(Caller caller, KnownNames names, PlannedDeletion deletion, Clock clock) {
        this.caller = caller;
        this.names = names;
        this.deletion = deletion;
        this.clock = clock;
    }

    @Prompt(
            name = "after_migration",
            title = "After a migration",
            description = "The schema of a database was changed: brings its publication, a connection test and what"
                    + " every sink on it takes, with the call that has Sequin read the tables anew.")
    @FactsOf({"get_database", "test_database_connection", "list_sinks"})
    Uni<PromptResponse> afterMigration(
            @PromptArg(name = "database", description = "Database name or id") String database) {
        Sequin sequin = caller.sequin();
        Instant now = clock.instant();
        return sequin.databases()
                .test(database)
                .flatMap(test -> sequin.sinks().list().map(all -> new Briefing(
                                "The schema of the database below was migrated. Its sinks are to go on, and new tables are to"
                                        + " arrive where they are wanted.",
                                caller)
                        .point("Sequin knows tables and columns from when it last read them"
                                + (caller.has("refresh_database_tables")
                                        ? "; refresh_database_tables has it read them anew."
                                        : "."))
                        .point(
                                "A new table arrives once it is in the publication (in Postgres: alter publication … add table"
                                        + " …) and in the source of a sink; a sink of everything takes it by itself.")
                        .point(
                                "Old values in changes need replica identity full on the table. Functions that use a renamed"
                                        + " column fail from now on.")
                        .pointIf("create_backfill", "Rows that exist already are sent by create_backfill only.")
                        .on(new Migrated(
                                now,
                                DatabaseView.of(test.database(), ResponseFormat.CONCISE, List.of(), List.of()),
                                test.ok(),
                                test.reason(),
                                on(test.database().name(), all),
                                caller.offered(NextStep.of(
                                        "refresh_database_tables",
                                        "database_id_or_name",
                                        test.database().name()))))));
    }

    @Prompt(
            name = "retire_database",
            title = "Retire a database",
            description = "A database is no longer to be read: brings what has to go first, in order, what is lost, and"
                    + " what stays behind in Postgres.")
    @FactsOf({"plan_delete", "get_database", "list_sinks"})
    Uni<PromptResponse> retireDatabase(
            @PromptArg(name = "database", description = "Database name or id") String database) {
        Sequin sequin = caller.sequin();
        Instant now = clock.instant();
        Uni<DeletionPlan> plan = deletion.preview(Deletable.DATABASE, database);
        return plan.flatMap(preview -> sequin.sinks().list().map(all -> new Briefing(
                        "Sequin is to stop reading the database below, and to forget it. Nothing has been deleted yet."
                                + " Postgres keeps its data.",
                        caller)
                .point("What stands under remove_first goes first, in that order; each deletion has a plan of its own,"
                        + " which the user sees before it is carried out.")
                .point("A deleted sink takes with it what it has not delivered: its health and open backfills show"
                        + " whether something is on its way.")
                .point("The replication slot stays in Postgres and fills its disk until the SQL under stays_behind is"
                        + " run there.")
                .on(new Retired(now, preview, on(preview.name(), all)))));
    }

    @CompletePrompt("after_migration")
    Uni<CompletionResponse> completeMigrated(@CompleteArg(name = "database") String begun) {
        return names.databases(begun);
    }

    @CompletePrompt("retire_database")
    Uni<CompletionResponse> completeRetired(@CompleteArg(name = "database") String begun) {
        return names.databases(begun);
    }

    private static List<SinkList.Line> on(String database, List<Sink> sinks) {
        return sinks.stream()
                .filter(sink -> sink.database().equals(database))
                .sorted(Comparator.comparing(Sink::name))
                .map(sink -> SinkList.Line.of(sink, ResponseFormat.DETAILED))
                .toList();
    }

    /**
     * A database whose schema has changed.
     *
     * @param connected whether Sequin reaches it, and finds slot and publication
     * @param reason why not, in Sequin's words
     * @param sinks those on it, with what they take
     */
    @Answer
    record Migrated(
            Instant readAt,
            DatabaseView database,
            boolean connected,
            @Nullable String reason,
            List<SinkList.Line> sinks,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}

    /** What deleting a database would mean, with the sinks on it. */
    @Answer
    record Retired(Instant readAt, DeletionPlan deletion, List<SinkList.Line> sinks) {}
}
