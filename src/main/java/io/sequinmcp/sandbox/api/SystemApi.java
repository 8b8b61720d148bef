package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
    private final String version;

    public SystemApi(World world, String version) {
        this.world = world;
        this.version = version;
    }

    public void on(Routes routes) {
        routes.on("GET", "/health", Pipeline.OPEN, this::health)
                .on("GET", "/info", Pipeline.BROWSER, this::info)
                .on("GET", "/info/version", Pipeline.BROWSER, this::version)
                .get("/api/local_tunnels", this::tunnels);
    }

    private Reply health(Call call) {
        // The one answer without a content type (recording 1)
        return new Answer(200, null, Json.write(Json.object().put("ok", true).put("rev", version)));
    }

    private Reply info(Call call) {
        return Answer.ok(Json.object().put("version", version).set("nodes", Json.array()));
    }

    private Reply version(Call call) {
        return Answer.ok(Json.object().put("version", version));
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
