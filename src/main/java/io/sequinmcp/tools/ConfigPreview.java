package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.plans.Plan;
import io.sequinmcp.sequin.ConfigPlan;
import io.sequinmcp.sequin.NextStep;
import java.time.Instant;
import java.util.List;

/**
 * What applying would do.
 *
 * @param unchanged how many things of the account would stay as they are
 * @param actions what Sequin would do beside storing, in its words
 * @param connectsTo the hosts that the databases, endpoints and sinks of the YAML are at
 */
@Answer
public record ConfigPreview(
        String planId,
        Instant expiresAt,
        int creates,
        int updates,
        int unchanged,
        List<ConfigChange> changes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> actions,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> connectsTo,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

    public ConfigPreview {
        expiresAt = Ago.inSeconds(expiresAt);
    }

    static ConfigPreview of(ConfigPlan preview, Plan plan, Caller caller) {
        long creates = preview.changes().stream()
                .filter(change -> change.action().equals("create"))
                .count();
        return new ConfigPreview(
                plan.id(),
                plan.expiresAt(),
                (int) creates,
                preview.changes().size() - (int) creates,
                preview.unchanged(),
                preview.changes().stream().map(ConfigChange::of).toList(),
                preview.actions(),
                preview.hosts(),
                preview.notes(),
                caller.offered(NextStep.of("apply_config", "plan_id", plan.id())));
    }
}
