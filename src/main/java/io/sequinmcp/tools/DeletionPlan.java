package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.plans.Plan;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Removal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    public DeletionPlan {
        expiresAt = expiresAt == null ? null : Ago.inSeconds(expiresAt);
    }

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
