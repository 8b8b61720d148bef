package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What applying a YAML would change. Sequin lists every resource of the account as an update; here are only those that
 * differ. Applying never deletes anything.
 *
 * @param unchanged how many resources were listed that would stay as they are
 * @param actions what Sequin would do beside storing, in its words
 * @param hosts where the databases, endpoints and sinks of the YAML are, as far as it says so
 * @param notes what the plan can't show or what is worth knowing, one sentence each
 */
public record ConfigPlan(
        List<Change> changes, int unchanged, List<String> actions, List<String> hosts, List<String> notes) {

    /**
     * One resource that would be made or changed.
     *
     * @param type {@code database}, {@code sink}, {@code function}, {@code http_endpoint}, {@code change_retention},
     *     {@code user} or {@code account}
     * @param action {@code create} or {@code update}
     * @param fields what changes, by field; the whole resource on a create
     */
    public record Change(String type, String action, @Nullable String name, Map<String, Difference> fields) {}

    /** A field before and after; before is null on a create. Secrets are masked. */
    public record Difference(@Nullable Object before, @Nullable Object after) {}
}
