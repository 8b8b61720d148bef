package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.ToolManager;
import io.sequinmcp.tools.ToolSchemas;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each tool takes, as agents are told; drawn once. */
@Singleton
class InputSchemas {
    private final ToolManager tools;
    private final ToolSchemas generator;
    private final Map<String, JsonObject> byTool = new ConcurrentHashMap<>();

    InputSchemas(ToolManager tools, ToolSchemas generator) {
        this.tools = tools;
        this.generator = generator;
    }

    JsonObject of(String tool) {
        return byTool.computeIfAbsent(
                tool, name -> new JsonObject(generator.read(tools.getTool(name)).asJson()));
    }

    /** What that tool's schema says of that argument; nothing, if it knows none of the name. */
    JsonObject of(String tool, String argument) {
        return of(tool).getJsonObject("properties", new JsonObject()).getJsonObject(argument, new JsonObject());
    }
}
