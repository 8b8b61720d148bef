package io.sequinmcp.stateless;

import io.quarkiverse.mcp.server.McpServer;
import io.quarkiverse.mcp.server.runtime.ContextSupport;
import io.quarkiverse.mcp.server.runtime.McpRequestImpl;
import io.quarkiverse.mcp.server.runtime.Messages;
import io.quarkiverse.mcp.server.runtime.SecuritySupport;
import io.quarkiverse.mcp.server.runtime.Sender;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** One request as the extension's handlers take it. What they send goes to its {@link Exchange}. */
final class StatelessRequest extends McpRequestImpl<StatelessConnection> implements Sender {
    private final Exchange exchange;

    StatelessRequest(
            JsonObject message,
            StatelessConnection connection,
            Exchange exchange,
            SecuritySupport security,
            ContextSupport context,
            CurrentIdentityAssociation identity) {
        super(McpServer.DEFAULT, message, connection, null, security, context, identity);
        this.exchange = exchange;
    }

    @Override
    public Sender sender() {
        return this;
    }

    @Override
    public Future<Void> send(JsonObject message) {
        messageSent(message);
        if (message.containsKey("result")) {
            return exchange.complete(message.getValue("result"));
        }
        if (message.containsKey("error")) {
            return exchange.fail(message.getJsonObject("error"));
        }
        return Messages.isRequest(message) ? exchange.ask(message) : exchange.tell(message);
    }
}
