package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Function;
import io.sequinmcp.sandbox.world.HttpEndpoint;
import io.sequinmcp.sandbox.world.Registry;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.World;
import java.util.List;

/** A sink as the API and YAML show it (section 6.1). */
final class SinkView {
    private static final List<String> FUNCTIONS = List.of("filter", "transform", "routing", "enrichment");
    private static final List<String> PLAIN = List.of(
            "name",
            "status",
            "tables",
            "source",
            "actions",
            "batch_size",
            "annotations",
            "timestamp_format",
            "message_grouping",
            "max_retry_count",
            "load_shedding_policy");

    private final World world;
    private final Health health;
    private final Registry<Function> functions;
    private final boolean showSensitive;

    SinkView(World world) {
        this(world, world.functions(), false);
    }

    /** @param functions where their names are looked up */
    SinkView(World world, Registry<Function> functions, boolean showSensitive) {
        this.world = world;
        this.health = new Health(world);
        this.functions = functions;
        this.showSensitive = showSensitive;
    }

    /** Without health, as every write answers. */
    ObjectNode of(Sink sink) {
        ObjectNode settings = sink.settings();
        ObjectNode view = Json.object().put("id", sink.id());
        PLAIN.forEach(field -> view.set(field, settings.path(field).deepCopy()));
        FUNCTIONS.forEach(kind -> view.put(kind, functionName(settings.path(kind))));
        view.set("destination", destination(sink));
        view.put("database", world.databaseOf(sink).name());
        view.set("active_backfills", BackfillView.of(sink, sink.openBackfills()));
        return view;
    }

    ObjectNode withHealth(Sink sink) {
        ObjectNode view = of(sink);
        return world.redisUp() ? view.set("health", health.of(sink)) : view;
    }

    private ObjectNode destination(Sink sink) {
        if (!sink.type().equals("webhook")) {
            return DestinationType.of(sink.type()).view((ObjectNode) sink.destination(), showSensitive);
        }
        JsonNode stored = sink.destination();
        ObjectNode view = Json.object().put("type", "webhook");
        view.set("batch", stored.path("batch"));
        view.set("http_endpoint_path", stored.path("http_endpoint_path"));
        return view.put(
                "http_endpoint", world.endpointOf(sink).map(HttpEndpoint::name).orElseThrow());
    }

    /** Stored as the function's id, or null. */
    private String functionName(JsonNode id) {
        return functions.byId(id.asText()).map(Function::name).orElse("none");
    }
}
