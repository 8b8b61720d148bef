package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.ConfigApplied;
import io.sequinmcp.sequin.NextStep;
import java.util.List;

/**
 * What was applied.
 *
 * @param resources how many things the account has now
 * @param changed the fields that are different now, such as {@code sinks.orders.batch_size}; the first hundred
 * @param changedInAll how many those are
 */
@Answer
public record AppliedConfig(
        boolean applied,
        int resources,
        int changedInAll,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> changed,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {
    private static final int SHOWN = 100;

    static AppliedConfig of(ConfigApplied applied, List<String> changed, List<NextStep> next) {
        return new AppliedConfig(
                true,
                applied.resources().size(),
                changed.size(),
                changed.subList(0, Math.min(SHOWN, changed.size())),
                applied.notes(),
                next);
    }
}
