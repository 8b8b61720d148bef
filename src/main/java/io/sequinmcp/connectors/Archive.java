package io.sequinmcp.connectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was made while the service ran, as it is taken from one installation to another. Holds no secret that could be
 * used: tokens of connectors and callers are hashes, and those of accounts are encrypted with the service's key.
 *
 * @param format 1
 * @param leftOut what is not in it, and so has to be declared anew, a sentence each
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Archive(
        @Nullable Integer format,
        @Nullable Instant exportedAt,
        @Nullable List<AccountPart> accounts,
        @Nullable List<ConnectorPart> connectors,
        @Nullable List<CallerPart> callerTokens,
        @Nullable List<String> leftOut) {
    /** The only form there is so far. */
    public static final int FORMAT = 1;

    /**
     * An account.
     *
     * @param apiTokenEncrypted as the key of the exporting service encrypts it
     * @param apiToken never exported; whoever imports with another key puts the token here
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AccountPart(
            @Nullable String name,
            @Nullable String url,
            @Nullable String metricsUrl,
            @Nullable List<String> protectedNames,
            @Nullable String apiTokenEncrypted,
            @Nullable String apiToken) {}

    /**
     * A connector.
     *
     * @param tokenSha256 in hexadecimal
     * @param formerTokenSha256 of the token before the last rotation, while that is good
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConnectorPart(
            @Nullable String id,
            @Nullable String account,
            @Nullable String name,
            @Nullable ConnectorSettings config,
            @Nullable String tokenSha256,
            @Nullable String formerTokenSha256,
            @Nullable Instant formerTokenUntil,
            @Nullable Instant expiresAt) {}

    /** A caller token. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CallerPart(
            @Nullable String id,
            @Nullable String name,
            @Nullable String role,
            @Nullable String tokenSha256,
            @Nullable Instant expiresAt) {}
}
