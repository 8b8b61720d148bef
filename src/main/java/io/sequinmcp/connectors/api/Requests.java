package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sequinmcp.connectors.ConnectorSettings;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The fields that requests may have, for {@link Body}, which refuses all others, and for the description of this API.
 * None is ever made: a body is read field by field, so that what is wrong with it can be named.
 */
final class Requests {
    private Requests() {}

    /**
     * An account.
     *
     * @param name lower-case letters, digits and dashes
     * @param url of its Sequin, without {@code /api}
     * @param apiToken of Sequin's API
     * @param metricsUrl of its Prometheus metrics
     * @param protectedNames name patterns of what no connector may change or delete
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(
            name = "NewAccount",
            requiredProperties = {"name", "url", "api_token"})
    record NewAccount(
            String name,
            String url,
            String apiToken,
            @Nullable String metricsUrl,
            @Nullable List<String> protectedNames) {}

    /** What of an account may change. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "AccountChange")
    record AccountChange(
            @Nullable String url,
            @Nullable String apiToken,
            @Nullable String metricsUrl,
            @Nullable List<String> protectedNames) {}

    /** A connector. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "NewConnector", requiredProperties = "name")
    record NewConnector(String name, @Nullable ConnectorSettings config, @Nullable Instant expiresAt) {}

    /** What of a connector may change. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "ConnectorChange")
    record ConnectorChange(@Nullable String name, @Nullable ConnectorSettings config, @Nullable Instant expiresAt) {}

    /** A connector that is only thought of. */
    @Schema(name = "ConnectorPreview")
    record ConnectorPreview(@Nullable ConnectorSettings config) {}

    /** How a token is replaced. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Rotation")
    record Rotation(@Nullable Long graceSeconds) {}

    /**
     * A caller token.
     *
     * @param role {@code viewer}, {@code operator} or {@code admin}
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(
            name = "NewCallerToken",
            requiredProperties = {"name", "role"})
    record NewCallerToken(
            String name,
            @Schema(enumeration = {"viewer", "operator", "admin"}) String role,
            @Nullable Instant expiresAt) {}
}
