package io.sequinmcp.tools;

import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Elicitation;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.plans.Draft;
import io.sequinmcp.plans.Plan;
import io.sequinmcp.plans.Plans;
import io.sequinmcp.plans.State;
import io.sequinmcp.plans.Taking;
import io.sequinmcp.plans.Target;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Sequin;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The account as YAML: the only way to read and write functions and change retentions. */
@Guarded
@Singleton
public class ConfigTools {
    private static final String APPLY = "apply_config";

    private final Caller caller;
    private final Plans plans;
    private final Confirmation confirmation;

    ConfigTools(Caller caller, Plans plans, Confirmation confirmation) {
        this.caller = caller;
        this.plans = plans;
        this.confirmation = confirmation;
    }

    @Tool(
            name = "export_config",
            title = "Config: Export",
            description = "Exports the account as YAML: databases, change retentions, HTTP endpoints, functions and"
                    + " sinks, or only the sections asked for. The only way to read functions and change"
                    + " retentions. Secrets are masked. plan_config refuses masked ones.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Config: Export",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.GET, tag = "config", wholeAccount = true)
    public Uni<ExportedConfig> exportConfig(
            @ToolArg(name = "sections", description = "Default all", required = false) @Nullable
                    List<ConfigSection> sections) {
        List<NextStep> next = caller.offered(NextStep.of("plan_config").asking("yaml"));
        return caller.sequin().configuration().export().map(export -> ExportedConfig.of(export, sections, next));
    }

    @Tool(
            name = "plan_config",
            title = "Config: Plan",
            description = "Shows what a YAML would create and change, field by field, without changing anything; Sequin"
                    + " connects to new databases, which can take a minute. It need hold only what is to"
                    + " change: nothing is ever deleted. Returns a plan_id, good for 10 minutes and one use."
                    + " apply_config takes it.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Config: Plan",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = false,
                            openWorldHint = true))
    @Classed(effect = Effect.CREATE, tag = "config", wholeAccount = true)
    public Uni<ConfigPreview> planConfig(
            @ToolArg(name = "yaml") @NotBlank String yaml, Progress progress, Cancellation cancellation) {
        Pace pace = new Pace(progress, cancellation, caller);
        return pace.whileWanted(pace.tellingTime(
                plan(yaml),
                null,
                seconds -> "Sequin has been planning for " + seconds + " s; a new database takes longest"));
    }

    private Uni<ConfigPreview> plan(String yaml) {
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        // What the plan is bound to is read before it is made, so that it never misses a change
        return sequin.configuration()
                .export()
                .flatMap(export -> sequin.configuration().plan(yaml).flatMap(preview -> plans.create(new Draft(
                                connector,
                                sequin.account().name(),
                                target(sequin),
                                ConfigState.of(export.document()),
                                yaml))
                        .map(plan -> ConfigPreview.of(preview, plan, caller))));
    }

    @Tool(
            name = "apply_config",
            title = "Config: Apply",
            description = "Applies a planned YAML: creates and changes what its plan showed,"
                    + " deletes nothing, and lists what changed. Refused if the account changed since. Can take"
                    + " a minute.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Config: Apply",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = false,
                            openWorldHint = true))
    @Classed(effect = Effect.UPDATE, tag = "config", wholeAccount = true)
    public Uni<AppliedConfig> applyConfig(
            @ToolArg(name = "plan_id") @NotBlank String planId,
            Elicitation elicitation,
            Progress progress,
            Cancellation cancellation) {
        Pace pace = new Pace(progress, cancellation, caller);
        Sequin sequin = caller.sequin();
        String connector = caller.connector();
        // Before anybody is waited for: nothing of the request is at hand afterwards
        List<NextStep> next = caller.offered(NextStep.of("list_sinks"));
        if (!confirmation.isPossible(elicitation)) {
            return apply(sequin, connector, planId, next, pace);
        }
        String account = sequin.account().name();
        return plans.find(connector, account, planId, target(sequin))
                .map(ConfigTools::taken)
                .flatMap(plan -> confirmation.ask(
                        elicitation,
                        "Apply the planned configuration to the Sequin account " + account
                                + "? What it creates and changes is in the agent's plan; it deletes nothing.",
                        account,
                        plan,
                        NextStep.of(APPLY, "plan_id", planId)))
                .flatMap(confirmed -> apply(sequin.anew(), connector, planId, next, pace));
    }

    /** Goes on to its end though the caller may be gone: half of it must not be what becomes of it. */
    private Uni<AppliedConfig> apply(Sequin sequin, String connector, String planId, List<NextStep> next, Pace pace) {
        return pace.tellingTime(
                apply(sequin, connector, planId, next),
                null,
                seconds -> "Sequin has been applying for " + seconds + " s");
    }

    private Uni<AppliedConfig> apply(Sequin sequin, String connector, String planId, List<NextStep> next) {
        return plans.take(connector, sequin.account().name(), planId, target(sequin))
                .map(ConfigTools::taken)
                .flatMap(plan -> sequin.configuration().export().flatMap(export -> {
                    State before = ConfigState.of(export.document());
                    List<String> drift = plan.state().differences(before);
                    if (!drift.isEmpty()) {
                        throw drifted(drift);
                    }
                    return sequin.configuration().apply(yamlOf(plan)).flatMap(applied -> changes(sequin, before)
                            .map(changed -> AppliedConfig.of(applied, changed, next)));
                }));
    }

    /** What is different now, by path and without values. That it can't be read is no failure of the apply. */
    private static Uni<List<String>> changes(Sequin sequin, State before) {
        return sequin.anew()
                .configuration()
                .export()
                .map(export -> before.differences(ConfigState.of(export.document())))
                .onFailure()
                .recoverWithItem(List.of());
    }

    private static String yamlOf(Plan plan) {
        if (plan.payload() == null) {
            throw new IllegalStateException("a plan to apply has a YAML");
        }
        return plan.payload();
    }

    private static Target target(Sequin sequin) {
        String account = sequin.account().name();
        return new Target(APPLY, account, account);
    }

    private static Plan taken(Taking taking) {
        if (taking instanceof Taking.Taken taken) {
            return taken.plan();
        }
        throw Problem.of(Problem.Code.STALE, ((Taking.Refused) taking).why() + " Nothing was applied.")
                .next(NextStep.of("plan_config").asking("yaml"))
                .toException();
    }

    private static RuntimeException drifted(List<String> drift) {
        return Problem.of(
                        Problem.Code.STALE,
                        "The account changed since the plan was made: "
                                + String.join(", ", drift.subList(0, Math.min(10, drift.size())))
                                + (drift.size() > 10 ? " and " + (drift.size() - 10) + " more" : "")
                                + ". Nothing was applied; plan again.")
                .next(NextStep.of("plan_config").asking("yaml"))
                .toException();
    }
}
