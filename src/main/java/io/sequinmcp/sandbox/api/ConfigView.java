package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Function;
import io.sequinmcp.sandbox.world.Registry;
import io.sequinmcp.sandbox.world.Replication;
import io.sequinmcp.sandbox.world.Retention;
import io.sequinmcp.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;

/** All resources as plan and export show them (section 9.3). */
final class ConfigView {
    private final World world;
    private final Registry<Function> knownFunctions;
    private final boolean showSensitive;

    /** @param knownFunctions where the names of a sink's functions are looked up */
    ConfigView(World world, Registry<Function> knownFunctions, boolean showSensitive) {
        this.world = world;
        this.knownFunctions = knownFunctions;
        this.showSensitive = showSensitive;
    }

    List<ConfigResource> all() {
        List<ConfigResource> all = new ArrayList<>();
        String accountName = world.account().name();
        all.add(new ConfigResource(
                "account",
                accountName,
                Json.object().put("id", world.account().id()).put("name", accountName)));
        world.users().all().forEach(user -> {
            ObjectNode view =
                    Json.object().put("id", user.id()).putNull("password").put("email", user.email());
            all.add(new ConfigResource("user", user.email(), view));
        });
        world.databases()
                .all()
                .forEach(database -> all.add(new ConfigResource("database", database.name(), of(database))));
        world.retentions()
                .all()
                .forEach(retention -> all.add(new ConfigResource("change_retention", retention.name(), of(retention))));
        world.endpoints()
                .all()
                .forEach(endpoint -> all.add(new ConfigResource(
                        "http_endpoint", endpoint.name(), EndpointView.of(endpoint, showSensitive))));
        world.functions()
                .all()
                .forEach(function -> all.add(new ConfigResource("function", function.name(), of(function))));
        SinkView sinks = new SinkView(world, knownFunctions, showSensitive);
        world.sinks().all().forEach(sink -> all.add(new ConfigResource("sink", sink.name(), sinks.of(sink))));
        return all;
    }

    private ObjectNode of(Database database) {
        ObjectNode view = Json.object().put("id", database.id()).put("name", database.name());
        view.put("port", database.port());
        view.putObject("slot")
                .put(
                        "name",
                        world.replicationOf(database).map(Replication::slotName).orElse(null));
        view.put("ssl", database.ssl());
        view.put("ipv6", database.ipv6());
        view.put("hostname", database.hostname());
        view.put("password", Mask.unless(showSensitive, database.password()));
        view.put("pool_size", database.poolSize());
        view.put("username", database.username());
        view.put("database", database.database());
        view.put("use_local_tunnel", database.localTunnel());
        view.putObject("publication")
                .put(
                        "name",
                        world.replicationOf(database)
                                .map(Replication::publicationName)
                                .orElse(null));
        database.primary().ifPresent(primary -> {
            ObjectNode shown = view.putObject("primary");
            List.of("username", "hostname", "port", "database").forEach(key -> shown.set(key, primary.path(key)));
            shown.put(
                    "password",
                    Mask.unless(showSensitive, primary.path("password").asText()));
        });
        return view;
    }

    private ObjectNode of(Retention retention) {
        ObjectNode view = Json.object().put("id", retention.id()).put("name", retention.name());
        view.set("filters", retention.filters());
        view.set("actions", Json.array(retention.actions()));
        return view.put("destination_database", databaseName(retention.destinationDatabaseId()))
                .put("source_database", databaseName(retention.sourceDatabaseId()))
                .put("source_table_name", retention.source().name())
                .put("source_table_schema", retention.source().schema())
                .put("destination_table_name", retention.destination().name())
                .put("destination_table_schema", retention.destination().schema());
    }

    private String databaseName(String id) {
        return world.databases().byId(id).map(Database::name).orElseThrow();
    }

    private static ObjectNode of(Function function) {
        ObjectNode view = Json.object()
                .put(function.type().equals("path") ? "path" : "code", function.source())
                .put("name", function.name())
                .put("type", function.type())
                .put("description", function.description());
        return function.sinkType() == null ? view : view.put("sink_type", function.sinkType());
    }
}
