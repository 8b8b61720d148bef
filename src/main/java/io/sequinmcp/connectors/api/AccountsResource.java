package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.security.identity.SecurityIdentity;
import io.sequinmcp.connectors.AccountAdmin;
import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.connectors.Idempotency;
import io.sequinmcp.connectors.Role;
import io.sequinmcp.connectors.StoredAccount;
import io.sequinmcp.connectors.api.AccountTrials.Trial;
import io.sequinmcp.connectors.api.Requests.AccountChange;
import io.sequinmcp.connectors.api.Requests.NewAccount;
import io.sequinmcp.sequin.Account;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
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

/** Accounts: each one Sequin server and the API token this service uses there. The token is never shown. */
@Path("/api/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
class AccountsResource {
    private final AccountAdmin admin;
    private final Accounts accounts;
    private final AccountTrials trials;
    private final SecurityIdentity identity;

    AccountsResource(AccountAdmin admin, Accounts accounts, AccountTrials trials, SecurityIdentity identity) {
        this.admin = admin;
        this.accounts = accounts;
        this.trials = trials;
        this.identity = identity;
    }

    /**
     * An account as the admin API shows it.
     *
     * @param origin {@code api}, or {@code configuration} for one that can be changed only there
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            String name,
            String origin,
            String url,
            @Nullable String metricsUrl,
            @Nullable List<String> protectedNames,
            @Nullable Instant createdAt,
            @Nullable String createdBy,
            @Nullable Instant updatedAt) {
        static View of(Account it) {
            return new View(
                    it.name(),
                    "configuration",
                    it.url().toString(),
                    it.metricsUrl().map(URI::toString).orElse(null),
                    null,
                    null,
                    null,
                    null);
        }

        static View of(StoredAccount it) {
            return new View(
                    it.name(),
                    "api",
                    it.account().url().toString(),
                    it.account().metricsUrl().map(URI::toString).orElse(null),
                    it.protectedNames(),
                    it.createdAt(),
                    it.createdBy(),
                    it.updatedAt());
        }
    }

    /** All of them, those of the configuration first. */
    public record Listing(List<View> accounts) {}

    @Audited(value = "create_account", on = "account")
    @POST
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(summary = "Add an account")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = View.class)))
    public Uni<Response> create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @RequestBody(content = @Content(schema = @Schema(implementation = NewAccount.class))) @Nullable
                    JsonNode body) {
        Body fields = Body.of(body, NewAccount.class);
        String by = identity.getPrincipal().getName();
        return admin.create(
                        fields.required("name"),
                        settings(fields),
                        by,
                        Optional.ofNullable(idempotencyKey)
                                .map(key -> new Idempotency(by, key, "POST accounts " + fields)))
                .map(it -> Response.created(URI.create("/api/v1/accounts/" + it.name()))
                        .tag(ETags.of(it.revision()))
                        .entity(View.of(it))
                        .build());
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(summary = "List the accounts")
    public Uni<Listing> list() {
        return admin.list().map(stored -> {
            List<View> views = new ArrayList<>();
            accounts.declared().forEach(it -> views.add(View.of(it)));
            stored.forEach(it -> views.add(View.of(it)));
            return new Listing(views);
        });
    }

    @GET
    @Path("/{name}")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(summary = "Show an account")
    @APIResponse(
            responseCode = "200",
            description = "It",
            content = @Content(schema = @Schema(implementation = View.class)))
    public Uni<Response> get(@RestPath String name) {
        Optional<Account> declared = accounts.declared().stream()
                .filter(it -> it.name().equals(name))
                .findFirst();
        return declared.isPresent()
                ? Uni.createFrom().item(Response.ok(View.of(declared.get())).build())
                : admin.get(name).map(it -> tagged(it).build());
    }

    @Audited(value = "update_account", on = "account")
    @PATCH
    @Path("/{name}")
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            summary = "Change an account",
            description =
                    "What is given replaces what was; a new api_token is used by the next call. If-Match is needed.")
    @APIResponse(
            responseCode = "200",
            description = "As it is now",
            content = @Content(schema = @Schema(implementation = View.class)))
    public Uni<Response> change(
            @RestPath String name,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountChange.class))) @Nullable
                    JsonNode body) {
        Body fields = Body.of(body, AccountChange.class);
        return admin.change(name, ETags.required(ifMatch), settings(fields))
                .map(it -> tagged(it).build());
    }

    @Audited(value = "delete_account", on = "account")
    @DELETE
    @Path("/{name}")
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(summary = "Delete an account", description = "Refused while it has connectors.")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Uni<Response> delete(@RestPath String name, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return admin.delete(name, ETags.expected(ifMatch))
                .map(it -> Response.noContent().build());
    }

    @GET
    @Path("/{name}/health")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(summary = "Show how an account is", description = "As it was some seconds ago at most.")
    public Uni<Trial> health(@RestPath String name) {
        return trials.lately(account(name));
    }

    @Audited(value = "test_account", on = "account")
    @POST
    @Path("/{name}/test")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(summary = "Try an account", description = "Reads from its Sequin now, and says what came of it.")
    public Uni<Trial> test(@RestPath String name) {
        return trials.now(account(name));
    }

    private Account account(String name) {
        return accounts.named(name)
                .orElseThrow(() -> new AdminRefusal(Reason.NOT_FOUND, "There is no account '%s'.".formatted(name)));
    }

    private static Response.ResponseBuilder tagged(StoredAccount it) {
        return Response.ok(View.of(it)).tag(ETags.of(it.revision()));
    }

    private static AccountAdmin.Settings settings(Body fields) {
        return new AccountAdmin.Settings(
                fields.text("url").orElse(null),
                fields.text("api_token").orElse(null),
                fields.has("metrics_url") ? fields.text("metrics_url").orElse("") : null,
                fields.texts("protected_names"));
    }
}
