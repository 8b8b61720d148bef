package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.world.HttpEndpoint;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.Table;
import io.sequinmcp.sandbox.world.User;
import io.sequinmcp.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts a document's resources into a world, by name, in Sequin's order. Deletes nothing (section 9.2). */
final class ConfigLoader {
    private final World world;
    private final List<ConfigAction> actions = new ArrayList<>();

    ConfigLoader(World world) {
        this.world = world;
    }

    /** What remains to be done once all is stored. */
    List<ConfigAction> load(ObjectNode document) {
        if (document.has("account")) {
            throw Refusal.badRequest(
                    "Account configuration only supported when self hosting and using a config file on boot.");
        }
        if (document.has("functions") && document.has("transforms")) {
            throw Refusal.crash();
        }
        each(document, "users", this::user);
        each(document, "api_tokens", this::token);
        DatabaseLoader databases = new DatabaseLoader(world, actions);
        each(document, "databases", databases::load);
        each(document, "change_retentions", new RetentionLoader(world)::load);
        each(document, "http_endpoints", this::endpoint);
        FunctionLoader functions = new FunctionLoader(world);
        each(document, "functions", functions::load);
        each(document, "transforms", functions::load);
        each(document, "sinks", this::sink);
        return actions;
    }

    private static void each(ObjectNode document, String section, Consumer<ObjectNode> loader) {
        JsonNode entries = document.path(section);
        if (entries.isMissingNode()) {
            return;
        }
        if (!entries.isArray()) {
            throw Refusal.crash();
        }
        for (JsonNode entry : entries) {
            if (!(entry instanceof ObjectNode mapping)) {
                throw Refusal.crash();
            }
            loader.accept(mapping);
        }
    }

    private void user(ObjectNode attributes) {
        String email = attributes.path("email").asText();
        String password = attributes.path("password").asText();
        if (world.users().byName(email).isPresent()) {
            return;
        }
        if (email.isEmpty() || password.isEmpty()) {
            throw Refusal.crash();
        }
        if (password.length() < 8) {
            throw Refusal.invalid(null, Refusal.complaint("password", "should be at least 8 character(s)"), null);
        }
        world.users().add(new User(world.ids().next(), email, world.now()));
    }

    private void token(ObjectNode attributes) {
        if (!attributes.hasNonNull("name")) {
            throw Refusal.invalid("`name` is required on each token.");
        }
        String name = attributes.path("name").asText();
        Optional<String> existing = world.apiKeys().byName(name).map(key -> key.token());
        if (existing.isEmpty()) {
            inYaml(() -> ApiKeysApi.create(world, attributes));
        } else if (!existing.get().equals(attributes.path("token").asText())) {
            throw Refusal.badRequest("Cannot modify existing token: " + name);
        }
    }

    private void endpoint(ObjectNode attributes) {
        String name = name(attributes, "`name` is required on each http_endpoint.");
        EndpointForm form = new EndpointForm(world);
        Optional<HttpEndpoint> existing = world.endpoints().byName(name);
        try {
            existing.ifPresentOrElse(endpoint -> form.update(endpoint, attributes), () -> form.create(attributes));
        } catch (Refusal refusal) {
            String verb = existing.isPresent() ? "updating" : "creating";
            throw Refusal.badRequest("Invalid HTTP endpoint configuration: Error " + verb + " HTTP endpoint '" + name
                    + "': " + refusal.text());
        }
    }

    /** Functions that are left out are reset; a routing mode is filled in (section 6.3). */
    private void sink(ObjectNode attributes) {
        String name = name(attributes, "`name` is a required field on each sink.");
        ObjectNode fields = attributes.deepCopy();
        for (String function : List.of("transform", "filter", "routing")) {
            if (!fields.has(function)) {
                fields.putNull(function);
            }
        }
        inYaml(() -> {
            SinkForm form = new SinkForm(world);
            Optional<Sink> existing = world.sinks().byName(name);
            if (existing.isPresent()) {
                form.update(existing.get(), fields);
            } else {
                backfill(form.create(fields, world.now()), fields);
            }
        });
    }

    private void backfill(Sink sink, ObjectNode fields) {
        List<Table> tables = InitialBackfill.tables(fields.path("initial_backfill"), world.databaseOf(sink), fields);
        if (!tables.isEmpty()) {
            actions.add(new ConfigAction(
                    "Create initial backfill for sink '" + sink.name() + "'",
                    () -> tables.forEach(table -> world.startBackfill(sink, table, "active"))));
        }
    }

    /** A name that is null is complained of; none at all makes Sequin fall over (recording 550). */
    static String name(ObjectNode attributes, String complaint) {
        if (!attributes.has("name")) {
            throw Refusal.crash();
        }
        if (attributes.path("name").isNull()) {
            throw Refusal.invalid(complaint);
        }
        return attributes.path("name").asText();
    }

    static void inYaml(Runnable work) {
        try {
            work.run();
        } catch (Refusal refusal) {
            throw refusal.inYaml();
        }
    }
}
