package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.ConnectorAdmin;
import io.sequinmcp.connectors.ConnectorSettings;
import io.sequinmcp.connectors.Connectors;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.connectors.api.Requests.ConnectorChange;
import io.sequinmcp.connectors.api.Requests.ConnectorPreview;
import io.sequinmcp.connectors.api.Requests.Rotation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Connectors, one by one: shown, changed, rotated and revoked. */
@Path("/api/v1/connectors")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Connectors")
class ConnectorsResource {
    private static final String IF_MATCH = "If-Match";

    private final ConnectorAdmin admin;
    private final Connectors connectors;
    private final ConnectorViews views;
    private final ToolViews tools;

    ConnectorsResource(ConnectorAdmin admin, Connectors connectors, ConnectorViews views, ToolViews tools) {
        this.admin = admin;
        this.connectors = connectors;
        this.views = views;
        this.tools = tools;
    }

    @POST
    @Path("/preview")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            summary = "Show what a connector would grant",
            description = "The tools that agents would see with a config, and their cost. Makes nothing. 400 if no tool"
                    + " would be left.")
    public ToolList preview(
            @RequestBody(content = @Content(schema = @Schema(implementation = ConnectorPreview.class))) @Nullable
                    JsonNode body) {
        return tools.named(admin.preview(Body.of(body, ConnectorPreview.class).settings(ConnectorSettings.NONE)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(summary = "Show a connector")
    @APIResponse(
            responseCode = "200",
            description = "It, without its token",
            content = @Content(schema = @Schema(implementation = ConnectorView.class)))
    public Uni<Response> get(@RestPath String id) {
        Optional<Connector> declared =
                connectors.declared().stream().filter(it -> it.id().equals(id)).findFirst();
        return declared.isPresent()
                ? views.declared(List.of(declared.get()))
                        .map(it -> Response.ok(it.get(0)).build())
                : admin.get(id).map(it -> views.answer(Response.ok(), it).build());
    }

    @Audited(value = "update_connector", on = "connector")
    @PATCH
    @Path("/{id}")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            summary = "Change a connector",
            description = "What is given of name, expires_at and the fields of config replaces what was; null takes it"
                    + " away. If-Match is needed.")
    @APIResponse(
            responseCode = "200",
            description = "As it is now",
            content = @Content(schema = @Schema(implementation = ConnectorView.class)))
    public Uni<Response> change(
            @RestPath String id,
            @HeaderParam(IF_MATCH) @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = ConnectorChange.class))) @Nullable
                    JsonNode body) {
        Body fields = Body.of(body, ConnectorChange.class);
        Optional<Long> expected = ETags.required(ifMatch);
        Optional<UnaryOperator<ConnectorSettings>> settings =
                fields.has("config") ? Optional.of(fields::settings) : Optional.empty();
        return admin.change(
                        id,
                        expected,
                        fields.has("name") ? Optional.of(fields.required("name")) : Optional.empty(),
                        settings,
                        fields.has("expires_at") ? Optional.of(fields.time("expires_at")) : Optional.empty())
                .map(it -> views.answer(Response.ok(), it).build());
    }

    @Audited(value = "rotate_connector", on = "connector")
    @POST
    @Path("/{id}/rotate")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            summary = "Give a connector a new token",
            description = "The old one works on for grace_seconds, an hour when not given; 0 ends it at once.")
    @APIResponse(
            responseCode = "200",
            description = "With its new token",
            content = @Content(schema = @Schema(implementation = ConnectorView.class)))
    public Uni<Response> rotate(
            @RestPath String id,
            @HeaderParam(IF_MATCH) @Nullable String ifMatch,
            @RequestBody(required = false, content = @Content(schema = @Schema(implementation = Rotation.class)))
                    @Nullable
                    JsonNode body,
            @Context UriInfo request) {
        Optional<Duration> grace = body == null
                ? Optional.empty()
                : Body.of(body, Rotation.class).number("grace_seconds").map(Duration::ofSeconds);
        return admin.rotate(id, ETags.expected(ifMatch), grace)
                .map(issued -> views.answer(Response.ok(), issued, request).build());
    }

    @Audited(value = "revoke_connector", on = "connector")
    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(summary = "Revoke a connector", description = "For good: its tokens are refused from here on.")
    @APIResponse(responseCode = "204", description = "Revoked")
    public Uni<Response> revoke(@RestPath String id, @HeaderParam(IF_MATCH) @Nullable String ifMatch) {
        return admin.revoke(id, ETags.expected(ifMatch))
                .map(it -> Response.noContent().build());
    }
}
