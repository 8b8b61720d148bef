package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sequinmcp.audit.AuditLog;
import io.sequinmcp.audit.AuditPlace;
import io.sequinmcp.audit.AuditQuery;
import io.sequinmcp.audit.AuditReader;
import io.sequinmcp.audit.AuditRecord;
import io.sequinmcp.audit.Verification;
import io.sequinmcp.audit.Verifier;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.connectors.Role;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** What was done, tried and refused. For operators and admins: it shows names and arguments of all connectors. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR_NAME)
@Tag(name = "Audit")
class AuditResource {
    private static final int MOST = 500;
    private static final int EXPORTED_AT_ONCE = 1_000;
    private static final Map<String, List<String>> AS_FILE =
            Map.of("Content-Disposition", List.of("attachment; filename=\"audit.jsonl\""));

    private final AuditLog log;
    private final AuditReader reader;
    private final Verifier verifier;

    AuditResource(AuditLog log, AuditReader reader, Verifier verifier) {
        this.log = log;
        this.reader = reader;
        this.verifier = verifier;
    }

    /**
     * A page of records, the newest first.
     *
     * @param nextCursor what asks for the next page, if there may be one
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Listing(List<AuditView> records, @Nullable String nextCursor) {}

    @GET
    @Operation(
            summary = "List audit records",
            description = "The newest first, those of this moment included. Filters narrow together.")
    public Uni<Listing> list(
            @BeanParam AuditFilters filters,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        if (limit < 1 || limit > MOST) {
            throw new AdminRefusal(Reason.INVALID, "limit must be from 1 to %d.".formatted(MOST));
        }
        AuditPlace after = AuditCursor.parse(cursor);
        return log.flush()
                .chain(() -> reader.find(filters.query(), after, limit + 1))
                .map(found -> {
                    List<AuditRecord> page = found.size() > limit ? found.subList(0, limit) : found;
                    return new Listing(
                            page.stream().map(AuditView::of).toList(),
                            found.size() > limit ? AuditCursor.after(page.get(page.size() - 1)) : null);
                });
    }

    @GET
    @Path("/export")
    @Produces("application/x-ndjson")
    @Operation(
            summary = "Export audit records",
            description = "All that the filters leave, the newest first, as JSON lines.")
    public RestMulti<AuditView> export(@BeanParam AuditFilters filters) {
        AuditQuery query = filters.query();
        AtomicReference<@Nullable AuditPlace> after = new AtomicReference<>();
        Multi<AuditView> records = Multi.createBy()
                .repeating()
                .uni(() -> reader.find(query, after.get(), EXPORTED_AT_ONCE))
                .whilst(page -> {
                    if (!page.isEmpty()) {
                        after.set(AuditPlace.of(page.get(page.size() - 1)));
                    }
                    return page.size() == EXPORTED_AT_ONCE;
                })
                .flatMap(page -> Multi.createFrom().iterable(page))
                .map(AuditView::of);
        return RestMulti.fromUniResponse(log.flush().replaceWith(AS_FILE), headers -> records, headers -> headers);
    }

    @GET
    @Path("/verify")
    @Operation(
            summary = "Verify the audit",
            description = "Goes through all records, hash by hash, and tells where something was changed, taken out,"
                    + " put in or moved. Takes as long as there are records.")
    public Uni<Verification> verify() {
        return log.flush().chain(verifier::verify);
    }
}
