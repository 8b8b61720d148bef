package io.sequinmcp.tools;

import io.sequinmcp.sequin.ConfigPlan;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that would be made or changed.
 *
 * @param fields on an update those that differ, each with before and after; on a create what it will be
 */
@Answer
public record ConfigChange(String type, String action, @Nullable String name, Map<String, Object> fields) {
    static ConfigChange of(ConfigPlan.Change change) {
        Map<String, Object> fields = new TreeMap<>();
        change.fields().forEach((name, difference) -> {
            if (change.action().equals("create")) {
                if (difference.after() != null) {
                    fields.put(name, difference.after());
                }
            } else {
                fields.put(name, Difference.of(difference));
            }
        });
        return new ConfigChange(change.type(), change.action(), change.name(), fields);
    }

    /** A field before and after. */
    @Answer
    public record Difference(@Nullable Object before, @Nullable Object after) {
        static Difference of(ConfigPlan.Difference difference) {
            return new Difference(difference.before(), difference.after());
        }
    }
}
