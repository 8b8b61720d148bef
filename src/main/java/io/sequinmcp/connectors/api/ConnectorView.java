package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sequinmcp.connectors.ConnectorSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connector as the admin API shows it.
 *
 * @param origin {@code api}, or {@code configuration} for one that can be changed only there
 * @param config as its operator wrote it; not shown of one from the configuration
 * @param tools what agents see with it
 * @param lastUsedAt some seconds behind
 * @param calls tool calls since it was made, some seconds behind
 * @param token in the one answer that shows it
 * @param url the same
 * @param setup what to type or paste, by client, with the token; the same
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectorView(
        String id,
        String account,
        String name,
        String origin,
        @Nullable ConnectorSettings config,
        List<String> tools,
        boolean requireApiTokenAuth,
        @Nullable Instant expiresAt,
        @Nullable Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant updatedAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt,
        @Nullable Long calls,
        @Nullable Instant formerTokenUntil,
        @Nullable String token,
        @Nullable String url,
        @Nullable Map<String, String> setup) {}
