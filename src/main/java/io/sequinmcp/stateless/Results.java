package io.sequinmcp.stateless;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.util.RawValue;
import io.quarkiverse.mcp.server.McpServer;
import io.quarkiverse.mcp.server.MetaKey;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkiverse.mcp.server.runtime.config.McpServerRuntimeConfig;
import io.quarkiverse.mcp.server.runtime.config.McpServersRuntimeConfig;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives results what this version wants beside what the extension has put in them. */
@Singleton
class Results {
    private static final MetaKey SERVER_INFO = new MetaKey("io.modelcontextprotocol/", "serverInfo");

    /** By method. What a connector may do can change any time, and tools of new versions come with a restart. */
    private static final Map<String, Duration> FRESH_FOR = Map.of(
            "server/discover", Duration.ofMinutes(5),
            "tools/list", Duration.ofMinutes(1),
            "prompts/list", Duration.ofMinutes(1),
            "resources/templates/list", Duration.ofMinutes(1),
            "resources/list", Duration.ZERO,
            "resources/read", Duration.ZERO);

    /** What lists are of, by the name of the list. */
    private static final Map<String, String> LISTS =
            Map.of("tools", "name", "prompts", "name", "resources", "uri", "resourceTemplates", "uriTemplate");

    private static final Set<String> DELIVERED_BY_SUBSCRIPTION = Set.of("listChanged", "subscribe");

    private final JsonObject serverInfo;

    Results(
            McpServersRuntimeConfig config,
            @ConfigProperty(name = "quarkus.application.name") String name,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        McpServerRuntimeConfig.ServerInfo info =
                requireNonNull(config.servers().get(McpServer.DEFAULT)).serverInfo();
        this.serverInfo = new JsonObject()
                .put("name", info.name().orElse(name))
                .put("version", info.version().orElse(version));
        info.title().ifPresent(title -> serverInfo.put("title", title));
    }

    /** The result as JSON, an object. */
    String complete(String method, Object result) {
        if (result instanceof ToolResponse answer) {
            // Not read and written anew: numbers are to stay as they are, and answers may be large
            Map<MetaKey, Object> meta =
                    new HashMap<>(Optional.ofNullable(answer._meta()).orElse(Map.of()));
            meta.put(SERVER_INFO, serverInfo);
            String json =
                    Json.encode(new ToolResponse(answer.isError(), answer.content(), answer.structuredContent(), meta));
            return "{\"resultType\":\"complete\"," + json.substring(1);
        }
        if (result instanceof RawValue written) {
            // A list of tools, in its order, and large: not to be read anew
            String beside = identified(fresh(method, new JsonObject().put("resultType", "complete")))
                    .encode();
            return beside.substring(0, beside.length() - 1) + ","
                    + written.rawValue().toString().substring(1);
        }
        JsonObject said = new JsonObject(Json.encode(result));
        JsonObject complete = method.equals("server/discover") ? discovered(said) : said;
        LISTS.forEach((list, by) -> sort(complete, list, by));
        return identified(fresh(method, complete.put("resultType", "complete"))).encode();
    }

    private static JsonObject fresh(String method, JsonObject result) {
        Duration fresh = FRESH_FOR.get(method);
        // What a connector has and sees is its own
        return fresh == null ? result : result.put("ttlMs", fresh.toMillis()).put("cacheScope", "private");
    }

    /** The result that asks, as JSON. */
    String inputRequired(JsonObject requests, String state) {
        return identified(new JsonObject()
                        .put("resultType", "input_required")
                        .put("inputRequests", requests)
                        .put("requestState", state))
                .encode();
    }

    private JsonObject identified(JsonObject result) {
        JsonObject meta = result.getJsonObject("_meta", new JsonObject());
        return result.put("_meta", meta.put(Envelope.SERVER_INFO, serverInfo));
    }

    /** From the answer to {@code initialize}. There are no subscriptions, and no tool logs to its client. */
    private static JsonObject discovered(JsonObject initialized) {
        JsonObject capabilities = new JsonObject();
        initialized.getJsonObject("capabilities").forEach(capability -> {
            JsonObject details = ((JsonObject) capability.getValue()).copy();
            DELIVERED_BY_SUBSCRIPTION.forEach(details::remove);
            capabilities.put(capability.getKey(), details);
        });
        capabilities.remove("logging");
        JsonObject result =
                new JsonObject().put("supportedVersions", Versions.ALL).put("capabilities", capabilities);
        if (initialized.getString("instructions") != null) {
            result.put("instructions", initialized.getString("instructions"));
        }
        return result;
    }

    /** The same order from every replica. */
    private static void sort(JsonObject result, String list, String by) {
        if (result.getValue(list) instanceof JsonArray items) {
            List<JsonObject> sorted = items.stream()
                    .map(JsonObject.class::cast)
                    .sorted(Comparator.comparing(item -> item.getString(by, "")))
                    .toList();
            result.put(list, new JsonArray(sorted));
        }
    }
}
