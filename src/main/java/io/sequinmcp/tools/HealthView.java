package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.SinkHealth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sink's health as an agent reads it.
 *
 * @param failing the checks that need attention
 * @param checks all checks, where detail was asked for
 */
@Answer
public record HealthView(
        String status, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Check> failing, @Nullable List<Check> checks) {

    /** One check by Sequin's own name for it. */
    @Answer
    public record Check(String name, String status, @Nullable String error) {
        static Check of(SinkHealth.Check check) {
            return new Check(check.name(), check.status(), check.error());
        }
    }

    static @Nullable HealthView of(@Nullable SinkHealth health, ResponseFormat format) {
        if (health == null) {
            return null;
        }
        return new HealthView(
                health.status(),
                health.failing().stream().map(Check::of).toList(),
                format.detailed() ? health.checks().stream().map(Check::of).toList() : null);
    }
}
