package io.sequinmcp.platform;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.connectors.api.Audited;
import io.sequinmcp.store.Backups;
import io.sequinmcp.store.Backups.Backup;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
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

    /** A copy, and where it is. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Backup")
    record View(String file, long bytes, Instant madeAt) {
        static View of(Backup it) {
            return new View(it.file(), it.bytes(), it.madeAt());
        }
    }

    @Audited("make_backup")
    @POST
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            summary = "Copy the embedded store",
            description =
                    "Into a file of the data directory, while the service goes on; the newest seven are kept. 409 on PostgreSQL.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = View.class)))
    public Uni<Response> make() {
        return backups.make().map(made -> made.map(
                        it -> Response.status(201).entity(View.of(it)).build())
                .orElseThrow(() ->
                        new AdminRefusal(Reason.CONFLICT, "The store is a PostgreSQL; back it up with pg_dump.")));
    }
}
