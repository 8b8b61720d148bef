package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Replication;
import io.sequinmcp.sandbox.world.World;
import java.util.List;

/** A database as the REST API shows it (section 3.1). */
final class DatabaseView {
    private static final List<String> PRIMARY = List.of("hostname", "port", "database", "username", "ssl", "ipv6");

    private final World world;

    DatabaseView(World world) {
        this.world = world;
    }

    ObjectNode of(Database database, boolean showSensitive) {
        ObjectNode view = Json.object()
                .put("id", database.id())
                .put("name", database.name())
                .put("port", database.port())
                .put("ssl", database.ssl())
                .put("ipv6", database.ipv6())
                .put("hostname", database.hostname())
                .put("password", Mask.unless(showSensitive, database.password()))
                .put("pool_size", database.poolSize())
                .put("username", database.username())
                .put("database", database.database())
                .put("queue_target", database.queueTarget())
                .put("queue_interval", database.queueInterval())
                .put("use_local_tunnel", database.localTunnel());
        ArrayNode slots = view.putArray("replication_slots");
        world.replicationOf(database).ifPresent(replication -> slots.add(slot(replication)));
        database.primary()
                .ifPresent(primary -> view.set("primary", primary.deepCopy().retain(PRIMARY)));
        return view;
    }

    private static ObjectNode slot(Replication replication) {
        return Json.object()
                .put("id", replication.id())
                .put("status", replication.status())
                .put("slot_name", replication.slotName())
                .put("publication_name", replication.publicationName());
    }
}
