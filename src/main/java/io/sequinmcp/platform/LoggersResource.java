package io.sequinmcp.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.connectors.api.Audited;
import io.sequinmcp.platform.LogLevels.LoggerLevel;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What is logged, changed while the service runs. */
@Path("/api/v1/loggers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Operation")
class LoggersResource {
    private final LogLevels levels;

    LoggersResource(LogLevels levels) {
        this.levels = levels;
    }

    /** All that can be changed, by name. */
    public record Listing(List<LoggerLevel> loggers) {}

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(summary = "List the log levels", description = "Of the node that answers.")
    public Listing list() {
        return new Listing(levels.all());
    }

    /** A level. */
    @Schema(name = "LogLevel")
    record Level(@Nullable String level) {}

    @Audited(value = "set_log_level", on = "logger")
    @PUT
    @Path("/{category}")
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            summary = "Set a log level",
            description =
                    "OFF, ERROR, WARN, INFO, DEBUG or TRACE; null for that of the category above. On the node that answers, until it ends.")
    public Uni<LoggerLevel> set(
            @RestPath String category,
            @RequestBody(content = @Content(schema = @Schema(implementation = Level.class))) @Nullable JsonNode body) {
        if (body == null || !body.isObject() || body.size() != 1 || !body.has("level")) {
            throw new AdminRefusal(Reason.INVALID, "The body must be a JSON object with level.");
        }
        JsonNode level = body.get("level");
        if (!level.isNull() && !level.isTextual()) {
            throw new AdminRefusal(
                    Reason.INVALID,
                    "Some fields are not as they must be.",
                    List.of(new FieldError("level", "must be text, or null")));
        }
        return Uni.createFrom().item(levels.set(category, level.isNull() ? null : level.textValue()));
    }
}
