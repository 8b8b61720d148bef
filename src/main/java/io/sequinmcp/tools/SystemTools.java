package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.mcp.server.Tool;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.SequinException;
import io.sequinmcp.sequin.ServerInfo;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The Sequin server and this service. */
@Guarded
@Singleton
public class SystemTools {
    private final Caller caller;
    private final String ownVersion;

    public SystemTools(Caller caller, @ConfigProperty(name = "quarkus.application.version") String ownVersion) {
        this.caller = caller;
        this.ownVersion = ownVersion;
    }

    @Tool(
            name = "get_health",
            title = "System: Get health",
            description = "Shows whether the Sequin server answers and calls itself healthy, its version, and the"
                    + " account in use. It covers Sequin's own Postgres and Redis, neither sinks nor source"
                    + " databases. list_sinks and test_database_connection do.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "System: Get health",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<Health> getHealth() {
        Sequin sequin = caller.sequin();
        return sequin.server()
                .health()
                .map(server -> Health.of(server, ownVersion, caller.offered(NextStep.of("list_sinks"))))
                .onFailure(SequinException.class)
                .recoverWithItem(failure ->
                        Health.unreachable(sequin.account().name(), ((SequinException) failure).problem(), ownVersion));
    }

    /**
     * How the Sequin server does.
     *
     * @param reachable whether it answered at all
     * @param healthy what it says of itself
     * @param error what is wrong, if something is
     */
    @Answer
    public record Health(
            String account,
            boolean reachable,
            boolean healthy,
            @Nullable String sequinVersion,
            @Nullable String error,
            String sequinMcpVersion,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

        static Health of(ServerInfo server, String ownVersion, List<NextStep> next) {
            return new Health(
                    server.account(),
                    true,
                    server.ok(),
                    server.version() == null ? server.revision() : server.version(),
                    server.error(),
                    ownVersion,
                    next);
        }

        static Health unreachable(String account, Problem problem, String ownVersion) {
            return new Health(account, false, false, null, problem.message(), ownVersion, List.of());
        }
    }
}
