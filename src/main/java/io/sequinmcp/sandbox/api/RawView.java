package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Function;
import io.sequinmcp.sandbox.world.HttpEndpoint;
import io.sequinmcp.sandbox.world.Retention;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.Stamp;
import io.sequinmcp.sandbox.world.World;
import java.util.List;

/** What apply answers: internal records without a type tag, database passwords in clear (section 9.4). */
final class RawView {
    private final World world;

    RawView(World world) {
        this.world = world;
    }

    ArrayNode all() {
        ArrayNode all = Json.array();
        String made = Stamp.seconds(world.account().insertedAt());
        all.addObject()
                .put("id", world.account().id())
                .put("name", world.account().name())
                .put("inserted_at", made)
                .put("updated_at", made)
                .putNull("contact_email");
        world.users().all().forEach(user -> all.addObject()
                .put("id", user.id())
                .putNull("name")
                .put("email", user.email())
                .put("auth_provider", "identity")
                .putNull("auth_provider_id")
                .put("inserted_at", Stamp.seconds(user.insertedAt()))
                .put("updated_at", Stamp.seconds(user.insertedAt())));
        world.databases().all().forEach(database -> all.add(of(database)));
        world.retentions().all().forEach(retention -> all.add(of(retention)));
        world.endpoints().all().forEach(endpoint -> all.add(of(endpoint)));
        world.functions().all().forEach(function -> all.add(of(function)));
        world.sinks().all().forEach(sink -> all.add(of(sink)));
        return all;
    }

    private static ObjectNode of(Database database) {
        return Json.object()
                .put("id", database.id())
                .put("database", database.database())
                .put("hostname", database.hostname())
                .put("pool_size", database.poolSize())
                .put("port", database.port())
                .put("queue_interval", database.queueInterval())
                .put("queue_target", database.queueTarget())
                .put("name", database.name())
                .put("ssl", database.ssl())
                .put("username", database.username())
                .put("password", database.password())
                .put("ipv6", database.ipv6())
                .put("use_local_tunnel", database.localTunnel())
                .put("pg_major_version", database.postgresVersion());
    }

    private static ObjectNode of(Retention retention) {
        ObjectNode view = Json.object()
                .put("id", retention.id())
                .put("name", retention.name())
                .put("status", retention.status())
                .put("seq", retention.sequence())
                .put("destination_oid", retention.destination().oid())
                .put("destination_database_id", retention.destinationDatabaseId());
        ObjectNode table = view.putArray("source_tables")
                .addObject()
                .put("oid", retention.source().oid())
                .putNull("schema_name")
                .putNull("table_name");
        table.set("actions", Json.array(retention.actions()));
        table.set("column_filters", retention.filters());
        table.putNull("sort_column_attnum").putNull("group_column_attnums");
        return view;
    }

    private ObjectNode of(HttpEndpoint endpoint) {
        ObjectNode view = Json.object().put("id", endpoint.id()).put("name", endpoint.name());
        endpoint.address()
                .ifPresentOrElse(
                        address -> view.put("scheme", address.scheme())
                                .putNull("userinfo")
                                .put("host", address.host())
                                .put("port", address.port())
                                .put("path", address.path())
                                .put("query", address.query())
                                .put("fragment", address.fragment()),
                        () -> {
                            List.of("scheme", "userinfo", "host", "port", "query", "fragment")
                                    .forEach(view::putNull);
                            view.put("path", endpoint.localPath());
                        });
        view.set("headers", endpoint.headers());
        return view.put("account_id", world.account().id())
                .put("use_local_tunnel", endpoint.address().isEmpty())
                .put("inserted_at", Stamp.seconds(endpoint.insertedAt()))
                .put("updated_at", Stamp.seconds(endpoint.updatedAt()));
    }

    private static ObjectNode of(Function function) {
        ObjectNode view = Json.object()
                .put("name", function.name())
                .put("type", function.type())
                .put("description", function.description());
        ObjectNode inner = view.putObject("function").put("type", function.type());
        inner.put(function.type().equals("path") ? "path" : "code", function.source());
        if (function.sinkType() != null) {
            inner.put("sink_type", function.sinkType());
        }
        return view;
    }

    private ObjectNode of(Sink sink) {
        ObjectNode settings = sink.settings();
        ObjectNode view = Json.object()
                .put("account_id", world.account().id())
                .put("ack_wait_ms", 30_000)
                .put("id", sink.id())
                .put("inserted_at", Stamp.seconds(sink.insertedAt()))
                .put("max_ack_pending", 10_000)
                .putNull("max_deliver")
                .put("max_waiting", 20)
                .put("name", sink.name())
                .put("updated_at", Stamp.seconds(sink.updatedAt()))
                .put("status", sink.status())
                .putNull("health")
                .put("max_memory_mb", 128)
                .put("legacy_transform", "none")
                .putNull("batch_timeout_ms");
        List.of("timestamp_format", "max_retry_count", "load_shedding_policy", "message_grouping")
                .forEach(field -> view.set(field, settings.path(field)));
        return view;
    }
}
