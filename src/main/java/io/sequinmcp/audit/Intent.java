package io.sequinmcp.audit;

/**
 * What is about to be done, as it is on disk.
 *
 * @param chain the run that wrote it down
 * @param seq its place there
 */
public record Intent(int chain, long seq) {
    /** The id of its record. */
    public String recordId() {
        return AuditRecord.id(chain, seq);
    }
}
