package io.sequinmcp.tools;

import io.quarkiverse.mcp.server.Elicitation;
import io.sequinmcp.plans.Draft;
import io.sequinmcp.plans.Plan;
import io.sequinmcp.plans.Plans;
import io.sequinmcp.plans.State;
import io.sequinmcp.plans.Taking;
import io.sequinmcp.plans.Target;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Removal;
import io.sequinmcp.sequin.ResourceKind;
import io.sequinmcp.sequin.Sequin;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A deletion in two steps, the same for every kind: look at what it would mean, then do just that. */
@Singleton
public class PlannedDeletion {
    private final Caller caller;
    private final Plans plans;
    private final Confirmation confirmation;

    PlannedDeletion(Caller caller, Plans plans, Confirmation confirmation) {
        this.caller = caller;
        this.plans = plans;
        this.confirmation = confirmation;
    }

    /** What it would mean, with a plan if nothing stands in the way and the connector may delete it. */
    public Uni<DeletionPlan> preview(Deletable kind, String idOrName) {
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        return sequin.removals().of(kind.kind(), idOrName).flatMap(removal -> {
            if (removal.isBlocked() || !caller.has(kind.tool())) {
                return Uni.createFrom().item(DeletionPlan.of(removal, null, beforehand(removal)));
            }
            Draft draft = new Draft(connector, sequin.account().name(), target(kind, removal), stateOf(removal), null);
            return plans.create(draft)
                    .map(plan -> DeletionPlan.of(removal, plan, caller.offered(kind.next(removal, plan.id()))));
        });
    }

    /** Looks again, has the human asked if that is possible, uses the plan up, and goes on only if all is as shown. */
    Uni<DeletedView> carryOut(Deletable kind, String idOrName, @Nullable String planId, Elicitation elicitation) {
        Sequin sequin = caller.sequin();
        if (planId == null) {
            return carryOutUnplanned(sequin, kind, idOrName);
        }
        String connector = caller.connector();
        boolean asking = !caller.deletesWithoutPlan() && confirmation.isPossible(elicitation);
        return look(sequin, kind, idOrName).flatMap(removal -> {
            if (!asking) {
                return carryOut(sequin, connector, kind, removal, planId);
            }
            return plans.find(connector, sequin.account().name(), planId, target(kind, removal))
                    .invoke(found -> refuseDrift(removal, planned(removal, found)))
                    .flatMap(found -> confirmation.ask(
                            elicitation,
                            question(sequin, removal),
                            removal.name(),
                            planned(removal, found),
                            kind.next(removal, planId)))
                    .flatMap(confirmed -> look(sequin.anew(), kind, removal.id()))
                    .flatMap(current -> carryOut(sequin.anew(), connector, kind, current, planId));
        });
    }

    /** What stands in the way still does; only the two looks are left out. */
    private Uni<DeletedView> carryOutUnplanned(Sequin sequin, Deletable kind, String idOrName) {
        if (!caller.deletesWithoutPlan()) {
            throw Problem.invalid(
                            "plan_id",
                            "'plan_id' is required: a plan of the deletion shows what would be lost, and gives it.",
                            List.of())
                    .next(new NextStep("plan_delete", Map.of("kind", kind.word(), "id_or_name", idOrName)))
                    .toException();
        }
        return look(sequin, kind, idOrName).flatMap(removal -> kind.delete(sequin, removal.id())
                .map(done -> DeletedView.of(kind, removal, caller)));
    }

    private static Uni<Removal> look(Sequin sequin, Deletable kind, String idOrName) {
        return sequin.removals().of(kind.kind(), idOrName).invoke(PlannedDeletion::refuseBlocked);
    }

    private Uni<DeletedView> carryOut(Sequin sequin, String connector, Deletable kind, Removal removal, String planId) {
        return plans.take(connector, sequin.account().name(), planId, target(kind, removal))
                .flatMap(taking -> {
                    refuseDrift(removal, planned(removal, taking));
                    return kind.delete(sequin, removal.id()).map(done -> DeletedView.of(kind, removal, caller));
                });
    }

    private static String question(Sequin sequin, Removal removal) {
        List<String> left =
                removal.staysBehind().stream().map(leftover -> leftover.what()).toList();
        return "Delete the " + words(removal) + " of account "
                + sequin.account().name()
                + " for good? Lost with it: " + String.join(" ", removal.goesAlong())
                + (left.isEmpty() ? "" : " " + String.join(" ", left));
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

    private static Plan planned(Removal removal, Taking taking) {
        if (taking instanceof Taking.Taken taken) {
            return taken.plan();
        }
        throw stale(removal, ((Taking.Refused) taking).why());
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

    private static NextStep plan(Removal removal) {
        // A replication has no name of its own, but that of its slot
        String which = removal.kind() == ResourceKind.REPLICATION ? removal.id() : removal.name();
        return new NextStep("plan_delete", Map.of("kind", removal.kind().parameter(), "id_or_name", which));
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
}
