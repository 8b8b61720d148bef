package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Change;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Function;
import io.sequinmcp.sandbox.world.Message;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.Stamp;
import io.sequinmcp.sandbox.world.World;
import java.util.Optional;

/** A message as receive hands it out (section 8.2). */
final class MessageView {
    private final World world;

    MessageView(World world) {
        this.world = world;
    }

    ObjectNode of(Sink sink, Message message) {
        ObjectNode view = Json.object();
        view.set("data", transformed(sink, data(sink, message.change())));
        return view.put("ack_id", message.ackId());
    }

    private ObjectNode data(Sink sink, Change change) {
        ObjectNode data = Json.object();
        data.set("record", change.row().deepCopy());
        data.set("metadata", metadata(sink, change));
        data.put("action", change.action());
        return data.set("changes", change.changes());
    }

    private ObjectNode metadata(Sink sink, Change change) {
        Database database = world.databaseOf(sink);
        ObjectNode metadata = Json.object();
        metadata.putObject("consumer")
                .put("id", sink.id())
                .put("name", sink.name())
                .set("annotations", sink.settings().path("annotations"));
        metadata.putObject("database")
                .put("id", database.id())
                .put("name", database.name())
                .put("hostname", database.hostname())
                .put("database", database.database())
                .set("annotations", database.annotations());
        metadata.put("table_name", change.table().name());
        metadata.put("commit_timestamp", Stamp.micros(change.committedAt()));
        metadata.put("commit_idx", change.index());
        metadata.put("commit_lsn", change.lsn());
        metadata.put("idempotency_key", change.idempotencyKey());
        metadata.put("table_schema", change.table().schema());
        metadata.putNull("transaction_annotations");
        metadata.set("record_pks", Json.array(change.key()));
        metadata.putNull("enrichment");
        return metadata.put("database_name", database.name());
    }

    /**
     * Path transforms are carried out. Code is not run here: a message with a code transform comes out as {@code {"id":
     * …, "action": …}}, which is what the sandbox's only such function makes.
     */
    private JsonNode transformed(Sink sink, ObjectNode data) {
        Optional<Function> transform =
                world.functions().byId(sink.settings().path("transform").asText());
        if (transform.isEmpty()) {
            return data;
        }
        if (transform.get().type().equals("path")) {
            return data.at("/" + transform.get().source().replace('.', '/'));
        }
        return Json.object()
                .put("action", data.path("action").asText())
                .set("id", data.path("record").path("id"));
    }
}
