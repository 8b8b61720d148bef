package io.sequinmcp.sandbox.api;

import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.wire.Routes.Pipeline;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.World;

/** What a real Sequin serves on its metrics port (section 10). */
public final class MetricsApi {
    private final World world;
    private final Health health;

    public MetricsApi(World world) {
        this.world = world;
        this.health = new Health(world);
    }

    public void on(Routes routes) {
        routes.on("GET", "/metrics", Pipeline.OPEN, this::metrics);
    }

    private Reply metrics(Call call) {
        StringBuilder text = new StringBuilder();
        type(text, "sequin_entity_health", "gauge");
        world.sinks().all().forEach(sink -> entity(text, "sink", sink.id(), status(sink)));
        world.databases().all().forEach(database -> entity(text, "database", database.id(), "ok"));
        world.replications().forEach(slot -> {
            entity(text, "replication_slot", slot.id(), slot.status().equals("active") ? "ok" : "paused");
        });
        type(text, "sequin_replication_slot_size_mb", "gauge");
        world.replications().forEach(slot -> text.append("sequin_replication_slot_size_mb{replication_slot_id=\"")
                .append(slot.id())
                .append("\",slot_name=\"")
                .append(slot.slotName())
                .append("\"} 12\n"));
        type(text, "sequin_message_deliver_success_count", "counter");
        world.sinks().all().forEach(sink -> count(text, "success", sink, sink.deliveries()));
        type(text, "sequin_message_deliver_failure_count", "counter");
        world.sinks().all().forEach(sink -> count(text, "failure", sink, sink.failures()));
        return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", text.toString());
    }

    private String status(Sink sink) {
        return switch (health.status(sink)) {
            case "error" -> "error";
            case "warning" -> "warn";
            case "paused" -> "paused";
            default -> "ok";
        };
    }

    private static void type(StringBuilder text, String name, String type) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void entity(StringBuilder text, String type, String id, String status) {
        text.append("sequin_entity_health{entity_type=\"")
                .append(type)
                .append("\",entity_id=\"")
                .append(id)
                .append("\",status=\"")
                .append(status)
                .append("\"} 1\n");
    }

    private static void count(StringBuilder text, String result, Sink sink, long count) {
        text.append("sequin_message_deliver_")
                .append(result)
                .append("_count{consumer_id=\"")
                .append(sink.id())
                .append("\",consumer_name=\"")
                .append(sink.name())
                .append("\"} ")
                .append(count)
                .append('\n');
    }
}
