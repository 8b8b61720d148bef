package io.sequinmcp.prompts;

import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.PromptResponse;
import io.sequinmcp.sequin.ConnectionTest;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.HttpEndpoint;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.SequinException;
import io.sequinmcp.tools.Caller;
import io.sequinmcp.tools.FactsOf;
import io.sequinmcp.tools.Guarded;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** A look over everything within reach. */
@Guarded
@Singleton
public class AuditPrompts {
    /** Each takes Sequin a connection of its own, and up to 20 seconds. */
    private static final int MOST_TESTS = 10;

    private final Caller caller;
    private final Clock clock;

    public AuditPrompts(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    @Prompt(
            name = "audit_pipelines",
            title = "Audit all pipelines",
            description =
                    "Looks over all sinks, databases and HTTP endpoints: brings what is failing, stopped, can lose"
                            + " messages or is used by nobody, gravest first, each with the call that leads on.")
    @FactsOf("list_sinks")
    Uni<PromptResponse> auditPipelines() {
        Sequin sequin = caller.sequin();
        Uni<List<Database>> databases =
                caller.has("list_databases") ? sequin.databases().list() : none();
        Uni<List<HttpEndpoint>> endpoints =
                caller.has("list_http_endpoints") ? sequin.httpEndpoints().list() : none();
        return Uni.combine()
                .all()
                .unis(sequin.sinks().list(), databases, endpoints)
                .asTuple()
                .flatMap(known -> tests(sequin, known.getItem2()).map(tests -> {
                    Audit audit = Audit.of(
                            new Audit.Account(known.getItem1(), known.getItem2(), tests, known.getItem3()),
                            clock.instant(),
                            caller);
                    return new Briefing(
                                    "This is how the pipelines of the Sequin account are, with what needs attention"
                                            + " gravest first. Wanted is a summary for whoever runs them: what is wrong,"
                                            + " what it means, and what to do about it.",
                                    caller)
                            .point("A sink's health does not cover its database; the connection tests do.")
                            .pointIf("diagnose_sink", "diagnose_sink finds the cause of what a sink's health shows.")
                            .on(audit);
                }));
    }

    private Uni<List<ConnectionTest>> tests(Sequin sequin, List<Database> databases) {
        if (!caller.has("test_database_connection")) {
            return none();
        }
        return Multi.createFrom()
                .iterable(databases.subList(0, Math.min(MOST_TESTS, databases.size())))
                .onItem()
                .transformToUni(database -> sequin.databases()
                        .test(database.name())
                        .onFailure()
                        .recoverWithItem(failure -> new ConnectionTest(database, false, why(failure))))
                .merge(MOST_TESTS)
                .collect()
                .asList();
    }

    private static String why(Throwable failure) {
        return failure instanceof SequinException known ? known.problem().message() : "this service failed";
    }

    private static <T> Uni<List<T>> none() {
        return Uni.createFrom().item(List.of());
    }
}
