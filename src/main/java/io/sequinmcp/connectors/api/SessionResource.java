package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.identity.SecurityIdentity;
import io.sequinmcp.connectors.AdminConfig;
import io.sequinmcp.connectors.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who is signed in, and what they have to know of the service before they ask for anything. */
@Path("/api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Session")
class SessionResource {
    private final SecurityIdentity identity;
    private final ApiConfig config;
    private final AdminConfig rules;
    private final String version;

    SessionResource(
            SecurityIdentity identity,
            ApiConfig config,
            AdminConfig rules,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.identity = identity;
        this.config = config;
        this.rules = rules;
        this.version = version;
    }

    /**
     * What a token opens.
     *
     * @param role the highest that the token has
     * @param sandbox whether an embedded stand-in is in the place of a Sequin
     * @param longestExpirySeconds how far ahead the expiry of a connector may be; when there, it has to have one
     * @param rotationGraceSeconds how long a rotated token goes on working, unless asked otherwise
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            String name,
            String role,
            String version,
            boolean sandbox,
            @Nullable String publicUrl,
            @Nullable Long longestExpirySeconds,
            long rotationGraceSeconds) {}

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(summary = "Show who is signed in")
    public View get() {
        String role = Stream.of(Role.ADMIN_NAME, Role.OPERATOR_NAME)
                .filter(identity::hasRole)
                .findFirst()
                .orElse(Role.VIEWER_NAME);
        return new View(
                identity.getPrincipal().getName(),
                role,
                version,
                config.sandbox(),
                config.publicUrl().map(Object::toString).orElse(null),
                rules.longestExpiry().map(Duration::toSeconds).orElse(null),
                rules.rotationGrace().toSeconds());
    }
}
