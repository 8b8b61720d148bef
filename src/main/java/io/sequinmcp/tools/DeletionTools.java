package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.plans.Draft;
import io.sequinmcp.plans.Plan;
import io.sequinmcp.plans.Plans;
import io.sequinmcp.plans.State;
import io.sequinmcp.plans.Taking;
import io.sequinmcp.plans.Target;
import io.sequinmcp.sequin.Deleted;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Removal;
import io.sequinmcp.sequin.ResourceKind;
import io.sequinmcp.sequin.Sequin;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deletions, in two steps: look at what it would mean, then do just that. */
@Guarded
@Singleton
public class DeletionTools {
    private static final String PLAN = "From plan_delete";

    private final Caller caller;
    private final Plans plans;

    public DeletionTools(Caller caller, Plans plans) {
        this.caller = caller;
        this.plans = plans;
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
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        return sequin.removals().of(kind.kind(), idOrName).flatMap(removal -> {
            if (removal.isBlocked() || !caller.has(kind.tool())) {
                return Uni.createFrom().item(DeletionPlan.of(removal, null, beforehand(removal)));
            }
            Draft draft = new Draft(connector, sequin.account().name(), target(kind, removal), stateOf(removal), null);
            return plans.create(draft).map(plan -> DeletionPlan.of(removal, plan, caller.offered(delete(kind, plan))));
        });
    }

    @Tool(
            name = "delete_database",
            title = "Databases: Delete",
            description =
                    "Deletes the database that plan_delete showed from Sequin, for good. Postgres itself keeps its"
                            + " data, and the replication slot, which must be dropped there. Refused while sinks use it, and"
                            + " when anything changed since the plan.",
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
            @ToolArg(name = "plan_id", description = PLAN) @NotBlank String planId) {
        return delete(Deletable.DATABASE, database, planId, (sequin, id) -> sequin.databases()
                .delete(id));
    }

    @Tool(
            name = "delete_sink",
            title = "Sinks: Delete",
            description = "Deletes the sink that plan_delete showed, for good, with its backfills and all messages it"
                    + " has not delivered. update_sink with status paused only stops it. Refused when anything changed"
                    + " since the plan.",
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
            @ToolArg(name = "plan_id", description = PLAN) @NotBlank String planId) {
        return delete(
                Deletable.SINK, sink, planId, (sequin, id) -> sequin.sinks().delete(id));
    }

    @Tool(
            name = "delete_http_endpoint",
            title = "HTTP endpoints: Delete",
            description = "Deletes the HTTP endpoint that plan_delete showed, for good. Refused while webhook sinks"
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
            @ToolArg(name = "plan_id", description = PLAN) @NotBlank String planId) {
        return delete(Deletable.HTTP_ENDPOINT, endpoint, planId, (sequin, id) -> sequin.httpEndpoints()
                .delete(id));
    }

    @Tool(
            name = "delete_replication",
            title = "Replications: Delete",
            description = "Deletes the replication entry that plan_delete showed, for good. The slot stays in Postgres"
                    + " and keeps its WAL until it is dropped there. Refused while sinks use it, and when anything"
                    + " changed since the plan.",
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
            @ToolArg(name = "plan_id", description = PLAN) @NotBlank String planId) {
        return delete(Deletable.REPLICATION, id, planId, (sequin, found) -> sequin.replications()
                .delete(found));
    }

    @Tool(
            name = "delete_api_key",
            title = "API keys: Delete",
            description = "Deletes the API key that plan_delete showed, for good: whoever uses it is refused from then"
                    + " on. Mind that this service uses one too.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "API keys: Delete",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = false,
                            openWorldHint = false))
    @Classed(effect = Effect.DELETE, tag = "advanced")
    public Uni<DeletedView> deleteApiKey(
            @ToolArg(name = "id", description = "Id or name of the key") @NotBlank String id,
            @ToolArg(name = "plan_id", description = PLAN) @NotBlank String planId) {
        return delete(Deletable.API_KEY, id, planId, (sequin, found) -> sequin.apiKeys()
                .delete(found));
    }

    /** Looks again, uses the plan up, and goes on only if both show the same. */
    private Uni<DeletedView> delete(
            Deletable kind, String idOrName, String planId, BiFunction<Sequin, String, Uni<Deleted>> deletion) {
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        String account = sequin.account().name();
        return sequin.removals().of(kind.kind(), idOrName).flatMap(removal -> {
            refuseBlocked(removal);
            return plans.take(connector, account, planId, target(kind, removal)).flatMap(taking -> {
                refuseDrift(removal, planned(kind, removal, taking));
                // By id: the name could have been given to another thing since it was looked up
                return deletion.apply(sequin, removal.id()).map(deleted -> DeletedView.of(kind, deleted));
            });
        });
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

    private static void refuseBlocked(Removal removal) {
        if (removal.isBlocked()) {
            List<String> first = removal.blockers().stream()
                    .map(blocker -> DependentView.of(blocker).toString())
                    .toList();
            throw Problem.of(
                            Problem.Code.CONFLICT,
                            "The " + words(removal) + " is in use and Sequin would refuse to delete it. First remove: "
                                    + String.join(", ", first) + ".")
                    .next(Stream.concat(
                                    removal.blockers().stream()
                                            .map(Removal.Blocker::next)
                                            .filter(Objects::nonNull),
                                    Stream.of(plan(removal)))
                            .toArray(NextStep[]::new))
                    .toException();
        }
    }

    private static Plan planned(Deletable kind, Removal removal, Taking taking) {
        String refusal;
        if (taking instanceof Taking.Taken taken) {
            return taken.plan();
        } else if (taking instanceof Taking.Expired expired) {
            refusal = "The plan expired at " + expired.at() + ".";
        } else if (taking instanceof Taking.Used used) {
            refusal = "The plan was used at " + used.at() + "; each is good for one attempt.";
        } else if (taking instanceof Taking.OtherTarget other) {
            refusal = "The plan is for " + other.planned().kind() + " of "
                    + other.planned().name() + ", not for " + kind.tool() + " of " + removal.name() + ".";
        } else {
            refusal = "There is no such plan of this connector.";
        }
        throw stale(removal, refusal);
    }

    private static void refuseDrift(Removal removal, Plan plan) {
        List<String> changed = plan.state().differences(stateOf(removal));
        if (!changed.isEmpty()) {
            throw stale(
                    removal,
                    "The " + words(removal) + " has changed since the plan was made: " + String.join(", ", changed)
                            + ".");
        }
    }

    private static RuntimeException stale(Removal removal, String why) {
        return Problem.of(Problem.Code.STALE, why + " Nothing was deleted. Make a new plan and look at it.")
                .next(plan(removal))
                .toException();
    }

    /** What leads towards the deletion: removing what is in the way, or nothing. */
    private List<NextStep> beforehand(Removal removal) {
        return caller.offered(removal.blockers().stream()
                .map(Removal.Blocker::next)
                .filter(Objects::nonNull)
                .toArray(NextStep[]::new));
    }

    private static NextStep delete(Deletable kind, Plan plan) {
        return new NextStep(
                kind.tool(), Map.of(kind.word() + "_id_or_name", plan.target().name(), "plan_id", plan.id()));
    }

    private static NextStep plan(Removal removal) {
        return new NextStep("plan_delete", Map.of("kind", removal.kind().parameter(), "id_or_name", removal.name()));
    }

    private static Target target(Deletable kind, Removal removal) {
        return new Target(kind.tool(), removal.id(), removal.name());
    }

    /** What must not have changed between preview and deletion. */
    private static State stateOf(Removal removal) {
        Map<String, Object> state = new HashMap<>(removal.configuration());
        state.put(
                "dependents",
                removal.blockers().stream()
                        .map(blocker -> blocker.kind() + ":" + blocker.id())
                        .sorted()
                        .toList());
        return State.of(state);
    }

    private static String words(Removal removal) {
        return removal.kind().words() + " " + removal.name();
    }

    /** What has a tool that deletes it. */
    public enum Deletable implements Choice {
        DATABASE(ResourceKind.DATABASE),
        SINK(ResourceKind.SINK),
        HTTP_ENDPOINT(ResourceKind.HTTP_ENDPOINT),
        REPLICATION(ResourceKind.REPLICATION),
        API_KEY(ResourceKind.API_KEY);

        private final ResourceKind kind;

        Deletable(ResourceKind kind) {
            this.kind = kind;
        }

        ResourceKind kind() {
            return kind;
        }

        String tool() {
            return "delete_" + word();
        }
    }

    /**
     * What a deletion would mean.
     *
     * @param planId for the delete tool; absent while something must go first, or where there is no right to delete
     * @param removeFirst what stands in the way, in the order of removal
     * @param lost what goes with it
     * @param staysBehind what it leaves in Postgres
     */
    @Answer
    public record DeletionPlan(
            @Nullable String planId,
            @Nullable Instant expiresAt,
            String kind,
            String name,
            String id,
            boolean blocked,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DependentView> removeFirst,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> lost,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LeftoverView> staysBehind,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

        static DeletionPlan of(Removal removal, @Nullable Plan plan, List<NextStep> next) {
            return new DeletionPlan(
                    plan == null ? null : plan.id(),
                    plan == null ? null : plan.expiresAt(),
                    removal.kind().parameter(),
                    removal.name(),
                    removal.id(),
                    removal.isBlocked(),
                    removal.blockers().stream().map(DependentView::of).toList(),
                    removal.goesAlong(),
                    removal.staysBehind().stream().map(LeftoverView::of).toList(),
                    next);
        }
    }

    /**
     * Something that must go first.
     *
     * @param name absent when it is out of this connector's reach
     * @param how how to remove it
     */
    @Answer
    public record DependentView(String kind, @Nullable String name, @Nullable String id, String how) {
        static DependentView of(Removal.Blocker blocker) {
            return new DependentView(blocker.kind().parameter(), blocker.name(), blocker.id(), blocker.how());
        }

        @Override
        public String toString() {
            return kind.replace('_', ' ') + " " + (name == null ? "(out of reach)" : name);
        }
    }

    /**
     * Something that stays.
     *
     * @param sql what removes it, to be run in Postgres
     */
    @Answer
    public record LeftoverView(String what, @Nullable String sql) {
        static LeftoverView of(Removal.Leftover leftover) {
            return new LeftoverView(leftover.what(), leftover.sql());
        }
    }

    /** What was deleted. */
    @Answer
    public record DeletedView(
            String kind,
            String name,
            String id,
            boolean deleted,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LeftoverView> staysBehind) {

        static DeletedView of(Deletable kind, Deleted deleted) {
            return new DeletedView(
                    kind.word(),
                    deleted.name(),
                    deleted.id(),
                    true,
                    deleted.staysBehind().stream().map(LeftoverView::of).toList());
        }
    }
}
