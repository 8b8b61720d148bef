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
import io.sequinmcp.sandbox.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Configuration by YAML: plan, apply, export (section 9). */
public final class ConfigApi {
    private final World world;

    public ConfigApi(World world) {
        this.world = world;
    }

    public void on(Routes routes) {
        routes.post("/api/config/plan", this::plan)
                .post("/api/config/apply", this::apply)
                .get("/api/config/export", this::export);
    }

    /** Does it all to a copy of the world, and shows what came of it. */
    private Reply plan(Call call) {
        ObjectNode document = document(call);
        World planned = world.copy();
        List<ConfigAction> actions = new ConfigLoader(planned).load(document);
        // Ids that were handed out in vain
        world.ids().next();
        // Functions are looked up when the plan is rolled back: those it would make are gone by then (recording 539)
        List<ConfigResource> news = new ConfigView(planned, world.functions(), false).all();
        List<ConfigResource> olds = new ConfigView(world, world.functions(), false).all();
        ObjectNode body = Json.object();
        ArrayNode described = body.putArray("actions");
        actions.forEach(action -> described.addObject().put("description", action.description()));
        ArrayNode changes = body.putArray("changes");
        news.stream()
                .filter(resource -> same(resource, olds).isEmpty())
                .forEach(resource ->
                        changes.add(change("create", resource, Json.object().nullNode())));
        olds.forEach(old -> same(old, news).ifPresent(resource -> changes.add(change("update", resource, old.view()))));
        return Answer.ok(body);
    }

    private static Optional<ConfigResource> same(ConfigResource resource, List<ConfigResource> others) {
        return others.stream().filter(resource::isSameAs).findFirst();
    }

    private static ObjectNode change(String action, ConfigResource resource, JsonNode old) {
        ObjectNode change = Json.object();
        change.set("new", resource.view());
        change.set("old", old);
        return change.put("action", action).put("resource_type", resource.type());
    }

    /** Rehearsed on a copy, so that a mistake at the end leaves nothing behind of the beginning. */
    private Reply apply(Call call) {
        ObjectNode document = document(call);
        new ConfigLoader(world.copy()).load(document);
        List<ConfigAction> actions = new ConfigLoader(world).load(document);
        actions.forEach(action -> action.work().run());
        return Answer.ok(Json.object().set("resources", new RawView(world).all()));
    }

    private Reply export(Call call) {
        ConfigView view = new ConfigView(world, world.functions(), call.asks("show-sensitive"));
        Map<String, ArrayNode> sections = new TreeMap<>();
        view.all().stream()
                .filter(resource -> !List.of("account", "user").contains(resource.type()))
                .forEach(resource -> {
                    ObjectNode entry = resource.view().deepCopy();
                    entry.remove("id");
                    sections.computeIfAbsent(resource.type() + "s", type -> Json.array())
                            .add(entry);
                });
        ObjectNode document = Json.object();
        sections.forEach(document::set);
        return Answer.ok(Json.object().put("yaml", YamlWriter.write(document)));
    }

    private static ObjectNode document(Call call) {
        JsonNode yaml = call.field("yaml");
        if (yaml.isMissingNode()) {
            throw Refusal.framework(400);
        }
        return ConfigDocument.read(yaml);
    }
}
