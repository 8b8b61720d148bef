package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.identity.SecurityIdentity;
import io.sequinmcp.connectors.CallerToken;
import io.sequinmcp.connectors.CallerTokenAdmin;
import io.sequinmcp.connectors.Idempotency;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.connectors.api.Requests.NewCallerToken;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Caller tokens: who else may sign in, and the second factor of connectors that demand one. */
@Path("/api/v1/caller-tokens")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_NAME)
@Tag(name = "Caller tokens")
class CallerTokensResource {
    private final CallerTokenAdmin admin;
    private final SecurityIdentity identity;

    CallerTokensResource(CallerTokenAdmin admin, SecurityIdentity identity) {
        this.admin = admin;
        this.identity = identity;
    }

    /**
     * A caller token as the admin API shows it.
     *
     * @param token in the one answer that shows it
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            String id,
            String name,
            String role,
            @Nullable Instant expiresAt,
            Instant createdAt,
            String createdBy,
            @Nullable String token) {
        static View of(CallerToken it, @Nullable String token) {
            return new View(
                    it.id(),
                    it.name(),
                    it.role().word(),
                    it.expiresAt().orElse(null),
                    it.createdAt(),
                    it.createdBy(),
                    token);
        }
    }

    /** All that were not revoked, by name. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Listing(List<View> callerTokens) {}

    @Audited(value = "create_caller_token", on = "caller_token")
    @POST
    @Operation(summary = "Make a caller token", description = "Answers with it; nothing else ever shows it.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = View.class)))
    public Uni<Response> create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @RequestBody(content = @Content(schema = @Schema(implementation = NewCallerToken.class))) @Nullable
                    JsonNode body) {
        Body fields = Body.of(body, NewCallerToken.class);
        String by = identity.getPrincipal().getName();
        return admin.create(
                        fields.required("name"),
                        fields.required("role"),
                        fields.time("expires_at"),
                        by,
                        Optional.ofNullable(idempotencyKey)
                                .map(key -> new Idempotency(by, key, "POST caller-tokens " + fields)))
                .map(issued -> Response.created(URI.create(
                                "/api/v1/caller-tokens/" + issued.caller().id()))
                        .entity(View.of(
                                issued.caller(),
                                issued.token().map(it -> it.reveal()).orElse(null)))
                        .header("Idempotency-Replayed", issued.token().isEmpty() ? "true" : null)
                        .build());
    }

    @GET
    @Operation(summary = "List the caller tokens")
    public Uni<Listing> list() {
        return admin.list()
                .map(all ->
                        new Listing(all.stream().map(it -> View.of(it, null)).toList()));
    }

    @Audited(value = "revoke_caller_token", on = "caller_token")
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Revoke a caller token", description = "For good.")
    @APIResponse(responseCode = "204", description = "Revoked")
    public Uni<Response> revoke(@RestPath String id) {
        return admin.revoke(id).map(it -> Response.noContent().build());
    }
}
