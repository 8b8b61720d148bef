package io.sequinmcp.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted; null for any.
 *
 * @param connector the id of one
 * @param operation a tool, or an operation of the admin API
 * @param from at the earliest
 * @param to before
 */
public record AuditQuery(
        @Nullable String connector,
        @Nullable String account,
        @Nullable String caller,
        @Nullable String operation,
        @Nullable Outcome outcome,
        @Nullable Kind kind,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String address,
        @Nullable String requestId,
        @Nullable String planId) {}
