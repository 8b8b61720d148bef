package io.sequinmcp.connectors;

import java.time.Instant;
import java.util.Optional;

/**
 * The token of a person or a program that signs in to manage this service, or that uses a connector which demands one.
 * Used with a connector it carries no right beyond those of the connector.
 *
 * @param token its hash
 * @param revision grows with every change
 */
public record CallerToken(
        String id,
        String name,
        Role role,
        TokenHash token,
        Optional<Instant> expiresAt,
        Instant createdAt,
        String createdBy,
        Optional<Instant> revokedAt,
        long revision) {

    boolean isGood(Instant now) {
        return revokedAt.isEmpty()
                && expiresAt.filter(expiry -> !now.isBefore(expiry)).isEmpty();
    }

    CallerToken revoked(Instant when, long newRevision) {
        return new CallerToken(id, name, role, token, expiresAt, createdAt, createdBy, Optional.of(when), newRevision);
    }
}
