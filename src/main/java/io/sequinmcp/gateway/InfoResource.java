package io.sequinmcp.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.platform.OperationConfig;
import io.sequinmcp.platform.SequinLooks;
import io.sequinmcp.stateless.Versions;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What runs here. */
@Path("/api/v1/info")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
class InfoResource {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final SequinLooks looks;
    private final Info info;

    InfoResource(
            SequinLooks looks,
            @ConfigProperty(name = "quarkus.application.version") String version,
            OperationConfig operation,
            @ConfigProperty(name = "quarkus.datasource.postgresql.active") boolean postgresql,
            @ConfigProperty(name = "sequin-mcp.sandbox.enabled") boolean sandbox,
            @ConfigProperty(name = "sequin-mcp.oauth.issuer") Optional<String> issuer,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean tracingOff) {
        this.looks = looks;
        this.info = new Info(
                "sequin-mcp",
                version,
                operation.commit().filter(it -> !it.isBlank()).orElse(null),
                Runtime.version().toString(),
                postgresql ? "postgresql" : "h2",
                sandbox,
                issuer.filter(it -> !it.isBlank()).isPresent(),
                !tracingOff,
                Versions.ALL,
                List.of());
    }

    /**
     * What runs here; nothing of it is a secret.
     *
     * @param commit it was built from, if whoever built the image said so ({@code SEQUIN_MCP_COMMIT})
     * @param store {@code h2} or {@code postgresql}
     * @param protocolVersions of MCP, newest first
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Info(
            String name,
            String version,
            @Nullable String commit,
            String java,
            String store,
            boolean sandbox,
            boolean oauth,
            boolean tracing,
            List<String> protocolVersions,
            List<AccountInfo> accounts) {
        Info with(List<AccountInfo> looked) {
            return new Info(name, version, commit, java, store, sandbox, oauth, tracing, protocolVersions, looked);
        }
    }

    /**
     * One account.
     *
     * @param reachable whether its Sequin answered within the last half minute; absent while nobody knows
     * @param sequinVersion as Sequin tells it
     * @param problem why it can't be used, or what Sequin says is wrong
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AccountInfo(
            String name, @Nullable Boolean reachable, @Nullable String sequinVersion, @Nullable String problem) {}

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(summary = "Tell what runs here", description = "Versions and what is on, without secrets.")
    public Uni<Info> get() {
        return looks.looks(PATIENCE)
                .map(all -> info.with(all.stream()
                        .map(it -> new AccountInfo(it.account(), it.reachable(), it.version(), it.problem()))
                        .toList()));
    }
}
