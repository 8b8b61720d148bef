package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.sequin.ApiKey;
import io.sequinmcp.sequin.ApiKeyMade;
import io.sequinmcp.sequin.LocalTunnel;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Outcome;
import io.sequinmcp.sequin.Replication;
import io.sequinmcp.sequin.ReplicationSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What few need and some should not have: replication entries, API keys, tunnels. Off unless a scope asks for it. */
@Guarded
@Singleton
public class AdvancedTools {
    private static final String REPLICATION_ID = "Replication id";

    private final Caller caller;

    public AdvancedTools(Caller caller) {
        this.caller = caller;
    }

    @Tool(
            name = "list_replications",
            title = "Replications: List",
            description = "Lists Sequin's replication entries: an older view of the databases' slots and publications.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Replications: List",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.LIST, tag = "advanced")
    public Uni<ReplicationList> listReplications(
            @ToolArg(name = "limit", defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @ToolArg(name = "cursor", description = Parameters.CURSOR, required = false) @Nullable String cursor) {
        return caller.sequin()
                .replications()
                .list()
                .map(all -> ReplicationList.of(Page.byName(all, Replication::id, limit, cursor)));
    }

    @Tool(
            name = "get_replication",
            title = "Replications: Get",
            description = "Shows one replication entry: slot, publication and database.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Replications: Get",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.GET, tag = "advanced")
    public Uni<ReplicationView> getReplication(
            @ToolArg(name = "id", description = REPLICATION_ID) @NotBlank String id) {
        return caller.sequin().replications().get(id).map(found -> ReplicationView.of(found, List.of(), List.of()));
    }

    @Tool(
            name = "create_replication",
            title = "Replications: Create",
            description = "Adds a replication entry to a database. Slot and publication must exist in Postgres."
                    + " create_database is the usual way.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Replications: Create",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = false,
                            openWorldHint = true))
    @Classed(effect = Effect.CREATE, tag = "advanced")
    public Uni<ReplicationView> createReplication(
            @ToolArg(name = "database_id_or_name", description = Parameters.DATABASE) @NotBlank String database,
            @ToolArg(name = "slot_name") @NotBlank String slotName,
            @ToolArg(name = "publication_name") @NotBlank String publicationName) {
        return caller.sequin()
                .replications()
                .create(new ReplicationSettings(database, slotName, publicationName, null))
                .map(this::written);
    }

    @Tool(
            name = "update_replication",
            title = "Replications: Update",
            description = "Changes slot, publication or status of a replication entry; disabled stops every sink of its"
                    + " database. The database can't be changed. Briefly restarts the sinks.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Replications: Update",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = true,
                            openWorldHint = true))
    @Classed(effect = Effect.UPDATE, tag = "advanced")
    public Uni<ReplicationView> updateReplication(
            @ToolArg(name = "id", description = REPLICATION_ID) @NotBlank String id,
            @ToolArg(name = "slot_name", required = false) @Nullable String slotName,
            @ToolArg(name = "publication_name", required = false) @Nullable String publicationName,
            @ToolArg(name = "status", required = false) DatabaseTools.@Nullable SlotStatus status) {
        return caller.sequin()
                .replications()
                .update(id, new ReplicationSettings(null, slotName, publicationName, Choice.wordOf(status)))
                .map(this::written);
    }

    @Tool(
            name = "list_api_keys",
            title = "API keys: List",
            description = "Lists the names of the API keys of the account. Sequin never shows their tokens.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "API keys: List",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.LIST, tag = "advanced", wholeAccount = true)
    public Uni<ApiKeyList> listApiKeys(
            @ToolArg(name = "limit", defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @ToolArg(name = "cursor", description = Parameters.CURSOR, required = false) @Nullable String cursor) {
        return caller.sequin()
                .apiKeys()
                .list()
                .map(all -> ApiKeyList.of(Page.byName(all, ApiKey::name, limit, cursor)));
    }

    @Tool(
            name = "create_api_key",
            title = "API keys: Create",
            description = "Creates an API key, which gives access to the whole account, if the operator allows it. Its"
                    + " token is kept encrypted as a secret, and shown only if the operator wants it so.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "API keys: Create",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = false,
                            openWorldHint = false))
    @Classed(effect = Effect.CREATE, tag = "advanced", wholeAccount = true)
    public Uni<ApiKeyCreated> createApiKey(
            @ToolArg(name = "name") @NotBlank String name,
            @ToolArg(name = "secret_name", description = "Default is the name of the key", required = false) @Nullable
                    String secretName) {
        return caller.sequin()
                .apiKeys()
                .create(name, secretName == null ? name : secretName)
                .map(ApiKeyCreated::of);
    }

    @Tool(
            name = "list_local_tunnels",
            title = "Tunnels: List",
            description = "Lists tunnels from Sequin to developers' machines, with the database or endpoint each"
                    + " serves.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Tunnels: List",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.LIST, tag = "advanced", wholeAccount = true)
    public Uni<TunnelList> listLocalTunnels(
            @ToolArg(name = "limit", defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @ToolArg(name = "cursor", description = Parameters.CURSOR, required = false) @Nullable String cursor) {
        return caller.sequin()
                .server()
                .localTunnels()
                .map(all -> TunnelList.of(Page.byName(all, LocalTunnel::entityId, limit, cursor)));
    }

    private ReplicationView written(Outcome<Replication> outcome) {
        return ReplicationView.of(
                outcome.value(),
                outcome.notes(),
                caller.offered(
                        NextStep.of("get_replication", "id", outcome.value().id())));
    }

    /** A replication entry. */
    @Answer
    public record ReplicationView(
            String id,
            String slotName,
            String publicationName,
            String databaseId,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {
        static ReplicationView of(Replication replication, List<String> notes, List<NextStep> next) {
            return new ReplicationView(
                    replication.id(),
                    replication.slotName(),
                    replication.publicationName(),
                    replication.databaseId(),
                    notes,
                    next);
        }
    }

    /** Replication entries, by id. */
    @Answer
    public record ReplicationList(int total, List<ReplicationView> replications, @Nullable String nextCursor) {
        static ReplicationList of(Page<Replication> page) {
            return new ReplicationList(
                    page.total(),
                    page.items().stream()
                            .map(replication -> ReplicationView.of(replication, List.of(), List.of()))
                            .toList(),
                    page.nextCursor());
        }
    }

    /**
     * A new API key.
     *
     * @param secret what refers to its token, where the operator has bound it
     * @param token only if the operator wants it shown
     */
    @Answer
    public record ApiKeyCreated(
            String name, String id, @Nullable Instant createdAt, String secret, @Nullable String token) {
        static ApiKeyCreated of(ApiKeyMade made) {
            return new ApiKeyCreated(
                    made.key().name(),
                    made.key().id(),
                    made.key().createdAt(),
                    "secret:" + made.secret(),
                    made.token());
        }
    }

    /** An API key without its token. */
    @Answer
    public record ApiKeyView(String name, String id, @Nullable Instant createdAt) {
        static ApiKeyView of(ApiKey key) {
            return new ApiKeyView(key.name(), key.id(), key.createdAt());
        }
    }

    /** API keys, by name. */
    @Answer
    public record ApiKeyList(int total, List<ApiKeyView> apiKeys, @Nullable String nextCursor) {
        static ApiKeyList of(Page<ApiKey> page) {
            return new ApiKeyList(
                    page.total(), page.items().stream().map(ApiKeyView::of).toList(), page.nextCursor());
        }
    }

    /** A tunnel. */
    @Answer
    public record TunnelView(String entityId, @Nullable String entityName, @Nullable Integer bastionPort) {
        static TunnelView of(LocalTunnel tunnel) {
            return new TunnelView(tunnel.entityId(), tunnel.entityName(), tunnel.bastionPort());
        }
    }

    /** Tunnels, by what they serve. */
    @Answer
    public record TunnelList(int total, List<TunnelView> tunnels, @Nullable String nextCursor) {
        static TunnelList of(Page<LocalTunnel> page) {
            return new TunnelList(
                    page.total(), page.items().stream().map(TunnelView::of).toList(), page.nextCursor());
        }
    }
}
