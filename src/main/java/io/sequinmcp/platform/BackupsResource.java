package io.sequinmcp.platform;

import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.store.Backups;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Copies of the embedded store. */
@Path("/api/v1/backups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
class BackupsResource {
    private final Backups backups;

    BackupsResource(Backups backups) {
        this.backups = backups;
    }

    @POST
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            summary = "Copy the embedded store",
            description =
                    "Into a file of the data directory, while the service goes on; the newest seven are kept. 409 on PostgreSQL.")
    public Uni<Response> make() {
        return backups.make()
                .map(made -> made.map(it -> Response.status(201).entity(it).build())
                        .orElseThrow(() -> new AdminRefusal(
                                Reason.CONFLICT, "The store is a PostgreSQL; back it up with pg_dump.")));
    }
}
