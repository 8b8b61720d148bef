package io.sequinmcp.audit;

/**
 * An entry as it is kept.
 *
 * @param chain the run of a node that wrote it
 * @param seq its place there, from 1
 * @param hash over the record before and this one
 */
public record AuditRecord(int chain, long seq, Entry entry, Hash hash) {
    /** What names it, such as {@code 12-345}. */
    public String id() {
        return id(chain, seq);
    }

    static String id(int chain, long seq) {
        return chain + "-" + seq;
    }
}
