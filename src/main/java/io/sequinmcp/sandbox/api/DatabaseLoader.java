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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Databases in YAML: unlike over REST their slot and publication can be made, but not changed (section 9.2). */
final class DatabaseLoader {
    private static final int PATIENCE_MS = 30_000;

    private final World world;
    private final List<ConfigAction> actions;

    DatabaseLoader(World world, List<ConfigAction> actions) {
        this.world = world;
        this.actions = actions;
    }

    void load(ObjectNode attributes) {
        if (!attributes.path("name").isTextual()) {
            throw Refusal.badRequest(
                    attributes.has("name")
                            ? "Database name is required."
                            : "Database name is required for each database");
        }
        ObjectNode params = DatabaseParams.read(attributes);
        for (String kind : List.of("publication", "slot")) {
            if (attributes.has(kind) && attributes.has(kind + "_name")) {
                throw Refusal.invalid("Invalid database configuration: `" + kind + "` and `" + kind
                        + "_name` are both specified. Only `" + kind + "` should be used.");
            }
        }
        world.databases()
                .byName(params.path("name").asText())
                .ifPresentOrElse(database -> update(database, attributes, params), () -> create(attributes, params));
    }

    private void update(Database database, ObjectNode attributes, ObjectNode params) {
        world.replicationOf(database).ifPresent(replication -> {
            unchanged(attributes, "slot", "replication slot", replication, Replication::slotName);
            unchanged(attributes, "publication", "publication", replication, Replication::publicationName);
        });
        pool(DatabaseForm.apply(database, params), attributes);
    }

    private static void unchanged(
            ObjectNode attributes,
            String kind,
            String words,
            Replication replication,
            Function<Replication, String> current) {
        Optional<String> wanted = nameOf(attributes, kind);
        if (wanted.filter(name -> !name.equals(current.apply(replication))).isPresent()) {
            String shortName = kind + " name";
            throw Refusal.invalid("Updating a database's " + words
                    + " is not supported. You can update in the Sequin web console. (Current " + shortName + ": "
                    + current.apply(replication) + ", new " + shortName + ": " + wanted.get() + ")");
        }
    }

    private static Optional<String> nameOf(ObjectNode attributes, String kind) {
        JsonNode name = attributes.path(kind).path("name");
        return Optional.of(name.isTextual() ? name : attributes.path(kind + "_name"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    private void create(ObjectNode attributes, ObjectNode params) {
        String name = params.path("name").asText();
        ObjectNode complete = Json.object().put("username", "postgres").put("password", "postgres");
        complete.setAll(params);
        Names.complaint(params.path("name")).ifPresent(complaint -> {
            throw failed("creating database", name, "- name: " + complaint);
        });
        Catalog catalog = await(attributes, complete);
        for (String kind : List.of("slot", "publication")) {
            if (nameOf(attributes, kind).isEmpty()) {
                throw failed("creating database", name, "`" + kind + "` is not specified");
            }
        }
        Database database = pool(DatabaseForm.apply(new Database(world.ids().next()), complete), attributes)
                .knowing(catalog.tables())
                .onPostgres(World.POSTGRES_VERSION);
        world.databases().add(database);
        replicate(database, attributes, catalog);
    }

    private void replicate(Database database, ObjectNode attributes, Catalog catalog) {
        String publication = nameOf(attributes, "publication").orElseThrow();
        String slot = nameOf(attributes, "slot").orElseThrow();
        boolean makePublication = make(attributes, "publication");
        boolean makeSlot = make(attributes, "slot");
        ObjectNode fields = Json.object().put("slot_name", slot).put("publication_name", publication);
        try {
            ReplicationsApi.create(world, database, fields, !makeSlot, !makePublication);
        } catch (Refusal refusal) {
            throw failed("creating replication slot for database", database.name(), refusal.text());
        }
        if (makePublication) {
            actions.add(new ConfigAction("Ensure publication `" + publication + "` exists", () -> {
                if (!catalog.hasPublication(publication)) {
                    catalog.publication(publication, "public");
                }
            }));
        }
        if (makeSlot) {
            actions.add(new ConfigAction("Ensure replication slot `" + slot + "` exists", () -> catalog.slot(slot)));
        }
    }

    private static boolean make(ObjectNode attributes, String kind) {
        return attributes.path(kind).path("create_if_not_exists").asBoolean();
    }

    /** A real one tries for up to 30 seconds; nothing here would come up in the meantime. */
    private Catalog await(ObjectNode attributes, ObjectNode params) {
        Connection connection = world.network()
                .connect(
                        params.path("hostname").asText(),
                        params.path("port").asInt(),
                        params.path("username").asText(),
                        params.path("password").asText(),
                        params.path("database").asText(),
                        params.path("ssl").asBoolean());
        if (connection instanceof Connection.Open open) {
            return open.catalog();
        }
        int patience = attributes.path("await_database").path("timeout_ms").asInt(PATIENCE_MS);
        throw Refusal.summary(
                502,
                "[customer_postgres]: Failed to connect to database '"
                        + params.path("name").asText() + "' after " + patience
                        + "ms. Please check your database credentials.");
    }

    private static Database pool(Database database, ObjectNode attributes) {
        return database.pool(
                attributes.path("pool_size").asInt(database.poolSize()),
                attributes.path("queue_interval").asInt(database.queueInterval()),
                attributes.path("queue_target").asInt(database.queueTarget()));
    }

    private static Refusal failed(String doing, String name, String why) {
        return Refusal.badRequest("Error " + doing + " '" + name + "': " + why);
    }
}
