package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.wire.Routes.Pipeline;
import io.sequinmcp.sandbox.world.World;

/** Health, version, tunnels (section 10). */
public final class SystemApi {
    private final World world;

    public SystemApi(World world) {
        this.world = world;
    }

    public void on(Routes routes) {
        routes.on("GET", "/health", Pipeline.OPEN, this::health)
                .on("GET", "/info", Pipeline.BROWSER, this::info)
                .on("GET", "/info/version", Pipeline.BROWSER, this::version)
                .get("/api/local_tunnels", this::tunnels);
    }

    private Reply health(Call call) {
        ObjectNode body = world.redisUp() ? Json.object().put("ok", true).put("rev", world.version()) : noRedis();
        // The one answer without a content type (recording 1)
        return new Answer(world.redisUp() ? 200 : 500, null, Json.write(body));
    }

    private static ObjectNode noRedis() {
        ObjectNode body = Json.object().put("error", "Error with service: [sequin]: [redis]: No connection to Redis");
        body.putObject("details")
                .put("code", "no_connection")
                .put("message", "[redis]: No connection to Redis")
                .put("service", "redis")
                .put("__exception__", true)
                .putNull("details");
        return body.put("ok", false);
    }

    private Reply info(Call call) {
        return Answer.ok(Json.object().put("version", world.version()).set("nodes", Json.array()));
    }

    private Reply version(Call call) {
        return Answer.ok(Json.object().put("version", world.version()));
    }

    private Reply tunnels(Call call) {
        ArrayNode items = Json.array();
        world.endpoints().all().stream()
                .filter(endpoint -> endpoint.address().isEmpty())
                .forEach(endpoint -> items.addObject()
                        .put("entity_name", endpoint.name())
                        .put("entity_id", endpoint.id())
                        .put("bastion_port", endpoint.bastionPort()));
        return Answer.data(items);
    }
}
