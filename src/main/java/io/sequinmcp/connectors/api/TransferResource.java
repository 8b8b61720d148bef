package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.security.identity.SecurityIdentity;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.connectors.Archive;
import io.sequinmcp.connectors.ImportReport;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.connectors.Transfer;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes what was made while the service ran from one installation to another. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_NAME)
@Tag(name = "Operation")
class TransferResource {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private final Transfer transfer;
    private final SecurityIdentity identity;

    TransferResource(Transfer transfer, SecurityIdentity identity) {
        this.transfer = transfer;
        this.identity = identity;
    }

    @Audited("export_archive")
    @GET
    @Path("/export")
    @Operation(
            summary = "Export accounts, connectors and caller tokens",
            description =
                    "Tokens of connectors and callers as hashes, those of accounts encrypted with the key of this service. What is declared in the configuration is left out, and named.")
    public Uni<Archive> export() {
        return transfer.export();
    }

    @Audited(value = "import_archive")
    @POST
    @Path("/import")
    @Operation(
            summary = "Import what was exported",
            description =
                    "Adds what is missing and changes what differs, all of it or nothing; deletes nothing, and brings nothing back that was revoked. With another key, put the api_token of each account into the document.")
    public Uni<ImportReport> take(
            @QueryParam("dry_run") @DefaultValue("false") boolean dryRun,
            @RequestBody(content = @Content(schema = @Schema(implementation = Archive.class))) @Nullable
                    JsonNode body) {
        if (body == null || !body.isObject()) {
            throw new AdminRefusal(Reason.INVALID, "The body must be a JSON object, as GET /api/v1/export answers it.");
        }
        return transfer.take(read(body), dryRun, identity.getPrincipal().getName() + ", imported");
    }

    private static Archive read(JsonNode body) {
        try {
            return JSON.treeToValue(body, Archive.class);
        } catch (JsonProcessingException e) {
            // Not its message, which repeats what is there: that may be a token
            String path = e instanceof JsonMappingException mapping
                    ? mapping.getPath().stream()
                            .map(step ->
                                    step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                            .collect(Collectors.joining("."))
                    : "";
            throw new AdminRefusal(
                    Reason.INVALID,
                    "Some fields are not as they must be.",
                    List.of(new FieldError(path, "is not known here, or of the wrong type")));
        }
    }
}
