package io.sequinmcp.audit;

import java.util.List;

/**
 * Whether the audit is as it was written.
 *
 * @param intact whether nothing was changed, taken out, put in or moved
 * @param chains how many runs of nodes there are records of
 * @param records how many records were looked at
 * @param breaks where it is not: of each chain the first place
 */
public record Verification(boolean intact, long chains, long records, List<Break> breaks) {
    /**
     * A place that is not as it was written.
     *
     * @param record the id of the record, which may be gone
     */
    public record Break(String record, String problem) {}
}
