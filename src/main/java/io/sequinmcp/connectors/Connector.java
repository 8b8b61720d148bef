package io.sequinmcp.connectors;

import io.sequinmcp.sequin.Reach;
import java.time.Instant;
import java.util.Optional;

/**
 * One MCP URL: an account, what may be done there, and for how long.
 *
 * @param id what deliveries, plans and sessions belong to; never changes
 * @param name what operators call it
 * @param account the name of its account
 * @param scope which tools it has
 * @param reach which part of the account they see
 * @param terms on what terms it may be used
 * @param expiresAt from when on it is refused, if ever
 * @param token the hash of its token
 */
public record Connector(
        String id,
        String name,
        String account,
        Scope scope,
        Reach reach,
        Terms terms,
        Optional<Instant> expiresAt,
        TokenHash token) {

    boolean isExpired(Instant now) {
        return expiresAt.filter(expiry -> !now.isBefore(expiry)).isPresent();
    }
}
