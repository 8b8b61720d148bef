package io.sequinmcp.connectors.api;

import io.sequinmcp.connectors.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which tools there are for connectors to grant. */
@Path("/api/v1/tools")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tools")
class ToolsResource {
    private final ToolViews views;

    ToolsResource(ToolViews views) {
        this.views = views;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(summary = "List all tools", description = "With what each costs an agent in tokens.")
    public ToolList list() {
        return views.all();
    }
}
