package io.sequinmcp.connectors;

import java.time.Instant;
import java.util.Optional;

/**
 * A connector that was made while the service ran, as it is stored.
 *
 * @param settings as its operator wrote them
 * @param token the hash of its token
 * @param formerToken the hash of the token before the last rotation
 * @param formerTokenUntil how long that one is still good
 * @param createdBy who made it
 * @param revokedAt since when it is refused for good
 * @param usage what it was used for, some seconds behind
 * @param revision grows with every change
 */
public record StoredConnector(
        String id,
        String account,
        String name,
        ConnectorSettings settings,
        TokenHash token,
        Optional<TokenHash> formerToken,
        Optional<Instant> formerTokenUntil,
        Optional<Instant> expiresAt,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        Optional<Instant> revokedAt,
        Usage usage,
        long revision) {

    /**
     * How much it was used.
     *
     * @param calls tool calls since it was made
     */
    public record Usage(Optional<Instant> lastUsedAt, long calls) {
        public static final Usage NONE = new Usage(Optional.empty(), 0);
    }

    public boolean isRevoked() {
        return revokedAt.isPresent();
    }

    StoredConnector named(String newName) {
        return copy(newName, settings, token, formerToken, formerTokenUntil, expiresAt, updatedAt, revokedAt, revision);
    }

    StoredConnector with(ConnectorSettings newSettings) {
        return copy(name, newSettings, token, formerToken, formerTokenUntil, expiresAt, updatedAt, revokedAt, revision);
    }

    StoredConnector expiring(Optional<Instant> newExpiry) {
        return copy(name, settings, token, formerToken, formerTokenUntil, newExpiry, updatedAt, revokedAt, revision);
    }

    StoredConnector rotated(TokenHash newToken, Instant formerUntil) {
        return copy(
                name,
                settings,
                newToken,
                Optional.of(token),
                Optional.of(formerUntil),
                expiresAt,
                updatedAt,
                revokedAt,
                revision);
    }

    StoredConnector tokens(TokenHash newToken, Optional<TokenHash> newFormer, Optional<Instant> newFormerUntil) {
        return copy(name, settings, newToken, newFormer, newFormerUntil, expiresAt, updatedAt, revokedAt, revision);
    }

    /** The token before goes as well. */
    StoredConnector revoked(Instant when) {
        return copy(
                name,
                settings,
                token,
                Optional.empty(),
                Optional.empty(),
                expiresAt,
                updatedAt,
                Optional.of(when),
                revision);
    }

    StoredConnector saved(Instant when, long newRevision) {
        return copy(name, settings, token, formerToken, formerTokenUntil, expiresAt, when, revokedAt, newRevision);
    }

    /** The same connector with what can change of one. */
    private StoredConnector copy(
            String newName,
            ConnectorSettings newSettings,
            TokenHash newToken,
            Optional<TokenHash> newFormer,
            Optional<Instant> newFormerUntil,
            Optional<Instant> newExpiry,
            Instant newUpdate,
            Optional<Instant> newRevocation,
            long newRevision) {
        return new StoredConnector(
                id,
                account,
                newName,
                newSettings,
                newToken,
                newFormer,
                newFormerUntil,
                newExpiry,
                createdAt,
                createdBy,
                newUpdate,
                newRevocation,
                usage,
                newRevision);
    }
}
