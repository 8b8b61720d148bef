package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.MetaKey;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a client said in {@code initialize}, as far as later calls need it.
 *
 * @param connector the id of the connector it was said to
 * @param protocolVersion what was agreed on
 * @param client name and version of the client
 * @param capabilities what the client can do
 * @param local the extension's own session, on the replica that has it
 */
record Session(String connector, String protocolVersion, JsonObject client, JsonObject capabilities, String local) {
    private static final int LONGEST_NAME = 64;
    /** All of it has to fit into a header beside others. */
    private static final int MOST_CAPABILITIES = 1024;

    /** The session that starts with these {@code params} of {@code initialize}. */
    static Session opened(String connector, String protocolVersion, JsonObject params, String local) {
        JsonObject info = params.getJsonObject("clientInfo");
        JsonObject client = new JsonObject()
                .put("name", shortened(info.getValue("name")))
                .put("version", shortened(info.getValue("version")));
        JsonObject capabilities = params.getJsonObject("capabilities", new JsonObject());
        return new Session(
                connector,
                protocolVersion,
                client,
                capabilities.encode().length() <= MOST_CAPABILITIES ? capabilities : new JsonObject(),
                local);
    }

    private static String shortened(@Nullable Object text) {
        String all = String.valueOf(text);
        return all.substring(0, Math.min(all.length(), LONGEST_NAME));
    }

    /** Adds to a message what a replica that did not see {@code initialize} cannot know. */
    void introduce(JsonObject message) {
        JsonObject params = child(message, "params");
        JsonObject meta = child(params, "_meta");
        meta.getMap().putIfAbsent(MetaKey.CLIENT_INFO.toString(), client);
        meta.getMap().putIfAbsent(MetaKey.CLIENT_CAPABILITIES.toString(), capabilities);
    }

    private static JsonObject child(JsonObject parent, String name) {
        JsonObject child = parent.getJsonObject(name);
        if (child == null) {
            child = new JsonObject();
            parent.put(name, child);
        }
        return child;
    }
}
