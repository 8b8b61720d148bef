package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What deleting something would mean, found out before it is done.
 *
 * @param configuration its own settings without health, counters, times and running backfills: what a plan is bound to
 * @param blockers what must go first, in the order of removal; Sequin refuses the deletion while there are any
 * @param goesAlong what is lost with it, one sentence each
 * @param staysBehind what is left in Postgres or elsewhere, of no use any more
 */
public record Removal(
        ResourceKind kind,
        String id,
        String name,
        Map<String, Object> configuration,
        List<Blocker> blockers,
        List<String> goesAlong,
        List<Leftover> staysBehind) {

    /**
     * Something that depends on what is to be deleted.
     *
     * @param name null when it is out of the caller's reach
     * @param id null when Sequin does not tell it
     * @param how how to remove it, one sentence
     * @param next the call that begins it, if there is one
     */
    public record Blocker(
            ResourceKind kind, @Nullable String id, @Nullable String name, String how, @Nullable NextStep next) {}

    /**
     * Something a deletion leaves.
     *
     * @param sql the statement that removes it, if it is in Postgres
     * @param next the call that leads on once it is left, if there is one
     */
    public record Leftover(String what, @Nullable String sql, @Nullable NextStep next) {}

    public boolean isBlocked() {
        return !blockers.isEmpty();
    }
}
