package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.Connection;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Replication;
import io.sequinmcp.sandbox.world.World;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes and changes databases: probes on creation, believes everything on update (section 3). */
final class DatabaseForm {
    private static final Set<String> STATUSES = Set.of("active", "disabled");

    private final World world;

    DatabaseForm(World world) {
        this.world = world;
    }

    Database create(ObjectNode fields) {
        JsonNode slots = fields.path("replication_slots");
        if (slots.size() != 1 || !slots.path(0).isObject()) {
            throw Refusal.invalid("A `replication_slots` field with exactly one slot is required");
        }
        ObjectNode params = DatabaseParams.read(fields);
        Catalog catalog = probe(params);
        JsonNode slot = slots.path(0);
        if (!catalog.hasPublication(slot.path("publication_name").asText())) {
            throw Refusal.notFound("publication");
        }
        if (!catalog.hasSlot(slot.path("slot_name").asText())) {
            throw Refusal.notFound("replication slot");
        }
        checkName(params.path("name"), null);
        Database database = apply(new Database(world.ids().next()), params)
                .knowing(catalog.tables())
                .onPostgres(World.POSTGRES_VERSION);
        world.databases().add(database);
        world.replications()
                .add(new Replication(
                        world.ids().next(),
                        database.id(),
                        slot.path("slot_name").asText(),
                        slot.path("publication_name").asText()));
        return database;
    }

    private Catalog probe(ObjectNode params) {
        JsonNode port = params.path("port");
        if (!port.isIntegralNumber() || port.asLong() < 1 || port.asLong() > 65_535) {
            throw Refusal.invalid("Port must be a number between 1 and 65,535.");
        }
        Connection connection = world.network()
                .connect(
                        params.path("hostname").asText(),
                        port.asInt(),
                        params.path("username").asText(),
                        params.path("password").asText(),
                        params.path("database").asText(),
                        params.path("ssl").asBoolean());
        boolean reached = !(connection instanceof Connection.Unreachable);
        boolean incomplete = !params.hasNonNull("username")
                || !params.hasNonNull("password")
                || !params.hasNonNull("database")
                || (!params.path("ipv6").isBoolean() && params.has("ipv6"));
        if (reached && incomplete) {
            throw Refusal.crash();
        }
        if (connection instanceof Connection.Open open) {
            if (params.hasNonNull("primary")) {
                // A replica can't be made over REST: the server falls over (section 3.2)
                throw Refusal.crash();
            }
            return open.catalog();
        }
        if (connection instanceof Connection.Unreachable unreachable) {
            throw Refusal.invalid(unreachable.message(), Json.object(), unreachable.code());
        }
        if (connection instanceof Connection.Denied denied) {
            throw Refusal.invalid("Failed to connect to database. Please check connection details. (error="
                    + denied.code() + " " + denied.message() + ")");
        }
        throw Refusal.crash();
    }

    void update(Database database, ObjectNode fields) {
        Optional<JsonNode> slot = slotUpdate(fields.path("replication_slots"));
        ObjectNode params = DatabaseParams.read(fields);
        if (params.has("name")) {
            checkName(params.path("name"), database);
        }
        slot.ifPresent(update -> {
            JsonNode status = update.path("status");
            if (!status.isMissingNode() && !STATUSES.contains(status.asText())) {
                ObjectNode errors = Json.object();
                errors.set("replication_slots", Refusal.complaint("status", "is invalid"));
                throw Refusal.invalid("Validation failed", errors, null);
            }
            world.replicationOf(database).ifPresent(replication -> apply(replication, update));
        });
        apply(database, params);
    }

    private static Optional<JsonNode> slotUpdate(JsonNode slots) {
        if (!slots.isArray() || slots.isEmpty()) {
            return Optional.empty();
        }
        if (slots.size() > 1 || !slots.path(0).isObject()) {
            throw Refusal.invalid("For updates, you can omit the `replication_slots` field or provide a list with"
                    + " exactly one slot");
        }
        if (!slots.path(0).has("id")) {
            throw Refusal.invalid("Slot in `replication_slots` must have an `id` field for updates. Alternatively, if"
                    + " you don't want to change the slot, you can omit the `replication_slots` key on the request"
                    + " body.");
        }
        return Optional.of(slots.path(0));
    }

    private static void apply(Replication replication, JsonNode update) {
        if (update.hasNonNull("slot_name")) {
            replication.slotName(update.path("slot_name").asText());
        }
        if (update.hasNonNull("publication_name")) {
            replication.publicationName(update.path("publication_name").asText());
        }
        if (update.hasNonNull("status")) {
            replication.status(update.path("status").asText());
        }
    }

    void checkName(JsonNode name, @Nullable Database except) {
        Optional<String> complaint = Names.complaint(name);
        boolean taken = world.databases()
                .byName(name.asText())
                .filter(other -> other != except)
                .isPresent();
        if (complaint.isEmpty() && taken) {
            complaint = Optional.of("Database name must be unique");
        }
        complaint.ifPresent(text -> {
            throw Refusal.invalid(null, Refusal.complaint("name", text), null);
        });
    }

    /** Sets what {@code params} has; it always has a port. */
    static Database apply(Database database, ObjectNode params) {
        database.named(params.path("name").asText(database.name()))
                .at(
                        params.path("hostname").asText(database.hostname()),
                        params.path("port").asInt(database.port()),
                        params.path("database").asText(database.database()))
                .login(
                        params.path("username").asText(database.username()),
                        params.path("password").asText(database.password()))
                .transport(
                        params.path("ssl").asBoolean(database.ssl()),
                        params.path("ipv6").asBoolean(database.ipv6()),
                        params.path("use_local_tunnel").asBoolean(database.localTunnel()));
        if (params.path("annotations") instanceof ObjectNode annotations) {
            database.annotated(annotations);
        }
        if (params.path("primary") instanceof ObjectNode primary) {
            ObjectNode merged = database.primary().orElseGet(Json::object).deepCopy();
            merged.setAll(primary);
            database.replicaOf(merged);
        } else if (params.has("primary")) {
            database.replicaOf(null);
        }
        return database;
    }
}
