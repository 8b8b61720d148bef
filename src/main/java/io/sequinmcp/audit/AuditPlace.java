package io.sequinmcp.audit;

import java.time.Instant;

/** Where a page of records ended. */
public record AuditPlace(Instant at, int chain, long seq) {
    public static AuditPlace of(AuditRecord last) {
        return new AuditPlace(last.entry().at(), last.chain(), last.seq());
    }
}
