package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.ApiKey;
import io.sequinmcp.sandbox.world.Stamp;
import io.sequinmcp.sandbox.world.World;

/** API tokens: made, listed and deleted, never shown (section 4). */
public final class ApiKeysApi {
    private final World world;

    public ApiKeysApi(World world) {
        this.world = world;
    }

    public void on(Routes routes) {
        routes.get("/api/api_keys", this::list)
                .post("/api/api_keys", this::create)
                .delete("/api/api_keys/{id}", this::delete);
    }

    private Reply list(Call call) {
        ArrayNode items = Json.array();
        world.apiKeys().all().forEach(key -> items.add(view(key)));
        return Answer.data(items);
    }

    private Reply create(Call call) {
        return Answer.ok(view(create(world, call.fields())));
    }

    static ApiKey create(World world, ObjectNode fields) {
        JsonNode name = fields.path("name");
        Names.complaint(name).ifPresent(complaint -> {
            throw Refusal.changeset("name", complaint);
        });
        if (world.apiKeys().byName(name.asText()).isPresent()) {
            throw Refusal.changeset("name", "has already been taken");
        }
        JsonNode token = fields.path("token");
        if (fields.hasNonNull("token") && !token.isTextual()) {
            throw Refusal.crash();
        }
        // Without one a token is made that nobody ever gets to see
        String secret = token.isTextual()
                ? token.asText()
                : world.ids().next() + world.ids().next();
        return world.apiKeys().add(new ApiKey(world.ids().next(), name.asText(), secret, world.now()));
    }

    private Reply delete(Call call) {
        ApiKey key = world.apiKeys().byId(Paths.uuid(call, "id")).orElseThrow(() -> Refusal.notFound("api token"));
        world.apiKeys().remove(key);
        return Answer.success();
    }

    private static ObjectNode view(ApiKey key) {
        return Json.object()
                .put("id", key.id())
                .put("name", key.name())
                .put("inserted_at", Stamp.seconds(key.insertedAt()));
    }
}
