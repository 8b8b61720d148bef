package io.sequinmcp.sequin;

import io.sequinmcp.sequin.generated.model.HealthCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a sink does, by Sequin's own checks. The health of its database and replication slot is <em>not</em> part of it:
 * a sink can read {@code healthy} while its slot is dead (section 6.6).
 *
 * @param status {@code healthy}, {@code warning}, {@code error}, {@code initializing}, {@code waiting} (no event seen
 *     yet) or {@code paused} (also for a disabled sink); an open set
 */
public record SinkHealth(String status, List<Check> checks) {

    /**
     * One check.
     *
     * @param status {@code healthy}, {@code warning}, {@code error}, {@code waiting}, {@code initializing},
     *     {@code stale} or {@code notice}; an open set
     * @param error what Sequin says is wrong; often absent even on an error
     */
    public record Check(String name, String status, @Nullable String error) {

        /** Whether it needs attention: {@code notice}, {@code waiting} and {@code initializing} do not. */
        public boolean isFailing() {
            return switch (status) {
                case "healthy", "notice", "waiting", "initializing" -> false;
                default -> true;
            };
        }
    }

    static SinkHealth of(io.sequinmcp.sequin.generated.model.SinkHealth health) {
        List<Check> checks = new ArrayList<>();
        if (health.getChecks() != null) {
            for (HealthCheck check : health.getChecks()) {
                if (check != null) {
                    checks.add(new Check(
                            Fields.orEmpty(check.getName()), Fields.orEmpty(check.getStatus()), check.getError()));
                }
            }
        }
        return new SinkHealth(Fields.orEmpty(health.getStatus()), Collections.unmodifiableList(checks));
    }

    public List<Check> failing() {
        return checks.stream().filter(Check::isFailing).toList();
    }
}
