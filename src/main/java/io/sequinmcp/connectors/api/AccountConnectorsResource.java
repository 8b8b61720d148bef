package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.identity.SecurityIdentity;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.ConnectorAdmin;
import io.sequinmcp.connectors.ConnectorAdmin.Listing;
import io.sequinmcp.connectors.ConnectorSettings;
import io.sequinmcp.connectors.Connectors;
import io.sequinmcp.connectors.Idempotency;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.connectors.api.Requests.NewConnector;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
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

/** The connectors of an account: each one MCP URL, made and listed here. */
@Path("/api/v1/accounts/{account}/connectors")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Connectors")
class AccountConnectorsResource {
    private static final int MOST = 200;

    private final ConnectorAdmin admin;
    private final Connectors connectors;
    private final ConnectorViews views;
    private final SecurityIdentity identity;

    AccountConnectorsResource(
            ConnectorAdmin admin, Connectors connectors, ConnectorViews views, SecurityIdentity identity) {
        this.admin = admin;
        this.connectors = connectors;
        this.views = views;
        this.identity = identity;
    }

    @Audited(value = "create_connector", on = "connector")
    @POST
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            summary = "Make a connector",
            description = "Answers with its URL and token; nothing else ever shows them. 400 if no tool would be left.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = ConnectorView.class)))
    public Uni<Response> create(
            @RestPath String account,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @RequestBody(content = @Content(schema = @Schema(implementation = NewConnector.class))) @Nullable
                    JsonNode body,
            @Context UriInfo request) {
        Body fields = Body.of(body, NewConnector.class);
        String by = identity.getPrincipal().getName();
        return admin.create(
                        account,
                        fields.required("name"),
                        fields.settings(ConnectorSettings.NONE),
                        fields.time("expires_at"),
                        by,
                        Optional.ofNullable(idempotencyKey)
                                .map(key -> new Idempotency(by, key, "POST " + account + " " + fields)))
                .map(issued -> views.answer(
                                Response.created(URI.create("/api/v1/connectors/"
                                        + issued.connector().id())),
                                issued,
                                request)
                        .header("Idempotency-Replayed", issued.token().isEmpty() ? "true" : null)
                        .build());
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            summary = "List the connectors of an account",
            description = "By name; those of the configuration first.")
    public Uni<ConnectorList> list(
            @RestPath String account,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        if (limit < 1 || limit > MOST) {
            throw new AdminRefusal(Reason.INVALID, "limit must be from 1 to %d.".formatted(MOST));
        }
        Cursor place = Cursor.parse(cursor);
        List<Connector> declared = connectors.declared().stream()
                .filter(it -> it.account().equals(account))
                .sorted(Comparator.comparing(Connector::name))
                .toList();
        return admin.list(account, place == null ? null : place.name(), place == null ? null : place.id(), limit)
                .flatMap(page -> views.declared(place == null ? declared : List.of())
                        .map(first -> list(page, first, declared.size())));
    }

    private ConnectorList list(Listing page, List<ConnectorView> first, int declared) {
        List<ConnectorView> all = new ArrayList<>(first);
        page.connectors().forEach(it -> all.add(views.view(it)));
        return new ConnectorList(
                all,
                page.total() + declared,
                page.more()
                        ? Cursor.after(page.connectors().get(page.connectors().size() - 1))
                        : null);
    }
}
