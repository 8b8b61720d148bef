package io.sequinmcp.tools;

import io.quarkiverse.mcp.server.Elicitation;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.sequin.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deletions, in two steps: look at what it would mean, then do just that. */
@Guarded
@Singleton
public class DeletionTools {
    private static final String PLAN = "From its plan";

    private final Caller caller;
    private final PlannedDeletion deletion;

    DeletionTools(Caller caller, PlannedDeletion deletion) {
        this.caller = caller;
        this.deletion = deletion;
    }

    @Tool(
            name = "plan_delete",
            title = "Deletions: Plan",
            description = "Shows what deleting a database, sink or HTTP endpoint would mean: what must go first, in"
                    + " order, what is lost with it, and what stays behind in Postgres. Changes nothing. Gives the"
                    + " plan_id that the delete tool takes: once, within 10 minutes.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Deletions: Plan",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.GET, tag = "system", servesAlso = Effect.DELETE)
    public Uni<DeletionPlan> planDelete(
            @ToolArg(name = "kind") Deletable kind, @ToolArg(name = "id_or_name") @NotBlank String idOrName) {
        refuseOtherKinds(kind);
        return deletion.preview(kind, idOrName);
    }

    @Tool(
            name = "delete_database",
            title = "Databases: Delete",
            description = "Deletes a database from Sequin, for good. plan_delete shows what that means. Postgres itself"
                    + " keeps its data, and the replication slot, which must be dropped there. Refused while"
                    + " sinks use it, and when anything changed since the plan.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Databases: Delete",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = false,
                            openWorldHint = false))
    @Classed(effect = Effect.DELETE, tag = "databases")
    public Uni<DeletedView> deleteDatabase(
            @ToolArg(name = "database_id_or_name", description = Parameters.DATABASE) @NotBlank String database,
            @ToolArg(name = "plan_id", description = PLAN, required = false) @PlanId @Nullable @Size(min = 1)
                    String planId,
            Elicitation elicitation) {
        return deletion.carryOut(Deletable.DATABASE, database, planId, elicitation);
    }

    @Tool(
            name = "delete_sink",
            title = "Sinks: Delete",
            description =
                    "Deletes a sink, for good, with its backfills and all messages it has not delivered. plan_delete"
                            + " shows what that means. update_sink with status paused only stops it. Refused when"
                            + " anything changed since the plan.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Sinks: Delete",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = false,
                            openWorldHint = false))
    @Classed(effect = Effect.DELETE, tag = "sinks")
    public Uni<DeletedView> deleteSink(
            @ToolArg(name = "sink_id_or_name", description = Parameters.SINK) @NotBlank String sink,
            @ToolArg(name = "plan_id", description = PLAN, required = false) @PlanId @Nullable @Size(min = 1)
                    String planId,
            Elicitation elicitation) {
        return deletion.carryOut(Deletable.SINK, sink, planId, elicitation);
    }

    @Tool(
            name = "delete_http_endpoint",
            title = "HTTP endpoints: Delete",
            description =
                    "Deletes an HTTP endpoint, for good. plan_delete shows what that means. Refused while webhook sinks"
                            + " deliver there, and when anything changed since the plan.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "HTTP endpoints: Delete",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = false,
                            openWorldHint = false))
    @Classed(effect = Effect.DELETE, tag = "http_endpoints")
    public Uni<DeletedView> deleteHttpEndpoint(
            @ToolArg(name = "http_endpoint_id_or_name", description = Parameters.HTTP_ENDPOINT) @NotBlank
                    String endpoint,
            @ToolArg(name = "plan_id", description = PLAN, required = false) @PlanId @Nullable @Size(min = 1)
                    String planId,
            Elicitation elicitation) {
        return deletion.carryOut(Deletable.HTTP_ENDPOINT, endpoint, planId, elicitation);
    }

    @Tool(
            name = "delete_replication",
            title = "Replications: Delete",
            description = "Deletes a replication entry, for good. plan_delete shows what that means. The slot stays in"
                    + " Postgres and keeps its WAL until it is dropped there. Refused while sinks use it, and"
                    + " when anything changed since the plan.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Replications: Delete",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = false,
                            openWorldHint = false))
    @Classed(effect = Effect.DELETE, tag = "advanced")
    public Uni<DeletedView> deleteReplication(
            @ToolArg(name = "id", description = "Id of the replication") @NotBlank String id,
            @ToolArg(name = "plan_id", description = PLAN, required = false) @PlanId @Nullable @Size(min = 1)
                    String planId,
            Elicitation elicitation) {
        return deletion.carryOut(Deletable.REPLICATION, id, planId, elicitation);
    }

    @Tool(
            name = "delete_api_key",
            title = "API keys: Delete",
            description = "Deletes an API key, for good: whoever uses it is refused from"
                    + " then on, this service too if it is its own. plan_delete shows which it is.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "API keys: Delete",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = false,
                            openWorldHint = false))
    @Classed(effect = Effect.DELETE, tag = "advanced", wholeAccount = true)
    public Uni<DeletedView> deleteApiKey(
            @ToolArg(name = "id", description = "Id or name of the key") @NotBlank String id,
            @ToolArg(name = "plan_id", description = PLAN, required = false) @PlanId @Nullable @Size(min = 1)
                    String planId,
            Elicitation elicitation) {
        return deletion.carryOut(Deletable.API_KEY, id, planId, elicitation);
    }

    /** A preview shows configuration: only of kinds that this connector may read or delete. */
    private void refuseOtherKinds(Deletable kind) {
        List<String> kinds = Stream.of(Deletable.values())
                .filter(one -> caller.has(one.tool()) || caller.has("get_" + one.word()))
                .map(Deletable::word)
                .toList();
        if (!kinds.contains(kind.word())) {
            throw Problem.invalid(
                            "kind",
                            "This connector has no right to a " + kind.kind().words() + ".",
                            kinds)
                    .toException();
        }
    }
}
