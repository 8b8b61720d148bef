package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Replication;
import io.sequinmcp.sandbox.world.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Replication slots, the undocumented way (section 4). */
public final class ReplicationsApi {
    private static final Set<String> STATUSES = Set.of("active", "disabled");

    private final World world;

    public ReplicationsApi(World world) {
        this.world = world;
    }

    public void on(Routes routes) {
        String all = "/api/postgres_replications";
        routes.get(all, this::list)
                .post(all, this::create)
                .get(all + "/{id}", this::get)
                .update(all + "/{id}", this::update)
                .delete(all + "/{id}", this::delete);
    }

    private Reply list(Call call) {
        ArrayNode items = Json.array();
        world.replications().forEach(replication -> items.add(view(replication)));
        return Answer.data(items);
    }

    private Reply get(Call call) {
        ObjectNode body = Json.object().putNull("info");
        return Answer.ok(body.set("postgres_replication", view(find(call))));
    }

    private Reply create(Call call) {
        ObjectNode fields = call.fields();
        ObjectNode errors = Json.object();
        for (String field : List.of("slot_name", "publication_name")) {
            if (Names.isBlank(fields.path(field))) {
                errors.putArray(field).add(Names.BLANK);
            }
        }
        if (!errors.isEmpty()) {
            throw Refusal.changeset(errors);
        }
        String databaseId = fields.path("postgres_database_id").asText();
        Database database = world.databases()
                .byId(databaseId)
                .orElseThrow(() -> Refusal.invalid("Database with id " + databaseId + " not found"));
        return Answer.ok(view(create(world, database, fields, true, true)));
    }

    /** Slot and publication must exist in Postgres, unless they are still to be made. */
    static Replication create(
            World world, Database database, ObjectNode fields, boolean checkSlot, boolean checkPublication) {
        String slot = fields.path("slot_name").asText();
        String publication = fields.path("publication_name").asText();
        Optional<Catalog> catalog = world.network().catalog(database);
        if (checkSlot && catalog.filter(found -> found.hasSlot(slot)).isEmpty()) {
            throw Refusal.invalid("Replication slot `" + slot + "` does not exist");
        }
        if (checkPublication
                && catalog.filter(found -> found.hasPublication(publication)).isEmpty()) {
            throw Refusal.invalid("Publication `" + publication + "` does not exist");
        }
        boolean taken = world.replications().stream()
                .anyMatch(other -> other.databaseId().equals(database.id())
                        && other.slotName().equals(slot));
        if (taken) {
            throw Refusal.changeset("slot_name", "has already been taken");
        }
        Replication replication = new Replication(world.ids().next(), database.id(), slot, publication);
        world.replications().add(replication);
        return replication;
    }

    private Reply update(Call call) {
        ObjectNode fields = call.fields();
        if (fields.has("postgres_database_id")) {
            throw Refusal.invalid(
                    "Cannot update postgres_database_id",
                    Refusal.complaint("base", "Updating postgres_database_id is not allowed"),
                    null);
        }
        Replication replication = find(call);
        JsonNode status = fields.path("status");
        if (fields.has("status") && !STATUSES.contains(status.asText())) {
            throw Refusal.changeset("status", "is invalid");
        }
        for (String field : List.of("slot_name", "publication_name")) {
            if (fields.has(field) && Names.isBlank(fields.path(field))) {
                throw Refusal.changeset(field, Names.BLANK);
            }
        }
        replication.slotName(fields.path("slot_name").asText(replication.slotName()));
        replication.publicationName(fields.path("publication_name").asText(replication.publicationName()));
        replication.status(status.asText(replication.status()));
        return Answer.ok(view(replication));
    }

    private Reply delete(Call call) {
        Replication replication = find(call);
        boolean inUse = world.databases()
                .byId(replication.databaseId())
                .filter(database -> world.replicationOf(database)
                        .filter(replication::equals)
                        .isPresent())
                .filter(this::isUsed)
                .isPresent();
        if (inUse) {
            throw Refusal.crash();
        }
        world.replications().remove(replication);
        return Answer.ok(Json.object().put("id", replication.id()).put("deleted", true));
    }

    private boolean isUsed(Database database) {
        return world.sinks().all().stream().anyMatch(sink -> sink.databaseId().equals(database.id()))
                || world.retentions().all().stream()
                        .anyMatch(retention -> retention.sourceDatabaseId().equals(database.id()));
    }

    private Replication find(Call call) {
        String id = Paths.uuid(call, "id");
        return world.replications().stream()
                .filter(replication -> replication.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("pg replication"));
    }

    private ObjectNode view(Replication replication) {
        return Json.object()
                .put("id", replication.id())
                .put("publication_name", replication.publicationName())
                .put("slot_name", replication.slotName())
                .put("account_id", world.account().id())
                .put("postgres_database_id", replication.databaseId());
    }
}
