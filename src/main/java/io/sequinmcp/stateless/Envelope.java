package io.sequinmcp.stateless;

import io.quarkiverse.mcp.server.ClientCapability;
import io.quarkiverse.mcp.server.Implementation;
import io.quarkiverse.mcp.server.InitialRequest;
import io.quarkiverse.mcp.server.InitialRequest.Transport;
import io.quarkiverse.mcp.server.McpLog.LogLevel;
import io.quarkiverse.mcp.server.MetaKey;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that says everything itself: whose client it is, what that can do, and in which version it speaks.
 *
 * @param id a string or a whole number
 * @param params of the request, with its {@code _meta}
 * @param clientInfo name and version of the client, "unknown" if it does not say
 * @param capabilities what the client can do
 */
record Envelope(Object id, String method, JsonObject params, JsonObject clientInfo, JsonObject capabilities) {
    private static final String PREFIX = "io.modelcontextprotocol/";
    static final String PROTOCOL_VERSION = PREFIX + "protocolVersion";
    static final String SERVER_INFO = PREFIX + "serverInfo";
    private static final String CLIENT_INFO = MetaKey.CLIENT_INFO.toString();
    private static final String CLIENT_CAPABILITIES = MetaKey.CLIENT_CAPABILITIES.toString();
    private static final String LOG_LEVEL = PREFIX + "logLevel";

    /**
     * Reads and checks what comes before any work.
     *
     * @return nothing for a notification: this version has none that clients send by HTTP
     * @throws Refusal of a request that is not what it has to be
     */
    static Optional<Envelope> read(MultiMap headers, @Nullable Object body) {
        if (!(body instanceof JsonObject message)) {
            throw Refusal.invalidRequest("The body must be one JSON-RPC message; there are no batches");
        }
        if (!"2.0".equals(message.getValue("jsonrpc")) || !(message.getValue("method") instanceof String method)) {
            throw Refusal.invalidRequest("The body must be a JSON-RPC 2.0 request; answers are not sent");
        }
        Object sent = message.getValue("params");
        if (sent != null && !(sent instanceof JsonObject)) {
            throw Refusal.invalidRequest("\"params\" must be an object");
        }
        JsonObject params = sent instanceof JsonObject object ? object : new JsonObject();
        JsonObject meta = params.getValue("_meta") instanceof JsonObject object ? object : new JsonObject();
        checkVersion(RequestHeaders.only(headers, RequestHeaders.PROTOCOL_VERSION), meta, method);
        if (!message.containsKey("id")) {
            return Optional.empty();
        }
        Object id = message.getValue("id");
        if (!(id instanceof String || id instanceof Integer || id instanceof Long)) {
            throw Refusal.invalidRequest("The id must be a string or a whole number");
        }
        if (!meta.containsKey(PROTOCOL_VERSION)) {
            throw Refusal.invalidParams("_meta must have " + PROTOCOL_VERSION);
        }
        if (!(meta.getValue(CLIENT_CAPABILITIES) instanceof JsonObject capabilities)) {
            throw Refusal.invalidParams(
                    "_meta must have " + CLIENT_CAPABILITIES + ", an object; an empty one if there are none");
        }
        Object token = meta.getValue("progressToken");
        if (token != null && !(token instanceof String || token instanceof Number)) {
            throw Refusal.invalidParams("progressToken must be a string or a number");
        }
        RequestHeaders.check(headers, method, params);
        return Optional.of(
                new Envelope(id, method, params, clientInfo(meta.getValue(CLIENT_INFO)), capabilities.copy()));
    }

    private static void checkVersion(@Nullable String header, JsonObject meta, String method) {
        Object said = meta.getValue(PROTOCOL_VERSION);
        if (header == null) {
            throw Refusal.headerMismatch(RequestHeaders.PROTOCOL_VERSION + " is missing");
        }
        if (said != null && !header.equals(said)) {
            throw Refusal.headerMismatch(RequestHeaders.PROTOCOL_VERSION + " is not what _meta says");
        }
        if (Versions.WITH_SESSIONS.contains(header)) {
            throw Refusal.unknownMethod(method);
        }
        if (!header.equals(Versions.STATELESS)) {
            throw Refusal.unsupportedVersion(header);
        }
    }

    private static JsonObject clientInfo(@Nullable Object said) {
        if (said == null) {
            return new JsonObject().put("name", "unknown").put("version", "unknown");
        }
        if (said instanceof JsonObject info
                && info.getValue("name") instanceof String name
                && info.getValue("version") instanceof String version) {
            return new JsonObject().put("name", name).put("version", version);
        }
        throw Refusal.invalidParams(CLIENT_INFO + " must have name and version, which are strings");
    }

    /** As if it had been said before, as the extension has it. */
    InitialRequest initialRequest() {
        List<ClientCapability> known = capabilities.stream()
                .map(capability -> new ClientCapability(
                        capability.getKey(),
                        capability.getValue() instanceof JsonObject details ? details.getMap() : Map.of()))
                .toList();
        return new InitialRequest(
                new Implementation(clientInfo.getString("name"), clientInfo.getString("version"), null),
                Versions.STATELESS,
                known,
                Transport.STREAMABLE_HTTP,
                true);
    }

    /** From which level on the client wants to be told what the server logs; if it does not say, not at all. */
    Optional<LogLevel> logLevel() {
        return params.getJsonObject("_meta").getValue(LOG_LEVEL) instanceof String level
                ? Optional.ofNullable(LogLevel.from(level))
                : Optional.empty();
    }
}
