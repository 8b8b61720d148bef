package io.sequinmcp.stateless;

import io.quarkiverse.mcp.server.McpLog.LogLevel;
import io.quarkiverse.mcp.server.McpServer;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkiverse.mcp.server.runtime.McpConnectionBase;
import io.quarkiverse.mcp.server.runtime.config.McpServerRuntimeConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** A connection of one request. The extension's list of connections does not have it. */
final class StatelessConnection extends McpConnectionBase {
    private final Envelope envelope;

    StatelessConnection(McpServerRuntimeConfig config, Envelope envelope) {
        super(ConnectionManager.connectionId(), config, McpServer.DEFAULT);
        this.envelope = envelope;
    }

    /** Does what {@code initialize} and its confirmation do. */
    void open() {
        initialize(envelope.initialRequest());
        setInitialized();
    }

    @Override
    public LogLevel logLevel() {
        return envelope.logLevel().orElse(LogLevel.EMERGENCY);
    }

    /** What is not about the request has nowhere to go. */
    @Override
    public Future<Void> send(JsonObject message) {
        return Future.succeededFuture();
    }
}
