package io.sequinmcp.stateless;

import static java.util.Objects.requireNonNull;

import io.quarkiverse.mcp.server.InitialCheck;
import io.quarkiverse.mcp.server.InitialRequest.Transport;
import io.quarkiverse.mcp.server.InitialResponseInfo;
import io.quarkiverse.mcp.server.McpServer;
import io.quarkiverse.mcp.server.runtime.CancellationRequests;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkiverse.mcp.server.runtime.ContextSupport;
import io.quarkiverse.mcp.server.runtime.McpMessageHandler;
import io.quarkiverse.mcp.server.runtime.McpMetadata;
import io.quarkiverse.mcp.server.runtime.McpMetrics;
import io.quarkiverse.mcp.server.runtime.McpRequestValidator;
import io.quarkiverse.mcp.server.runtime.McpTracing;
import io.quarkiverse.mcp.server.runtime.Messages;
import io.quarkiverse.mcp.server.runtime.NotificationManagerImpl;
import io.quarkiverse.mcp.server.runtime.PromptCompletionManagerImpl;
import io.quarkiverse.mcp.server.runtime.PromptManagerImpl;
import io.quarkiverse.mcp.server.runtime.ResourceManagerImpl;
import io.quarkiverse.mcp.server.runtime.ResourceTemplateCompletionManagerImpl;
import io.quarkiverse.mcp.server.runtime.ResourceTemplateManagerImpl;
import io.quarkiverse.mcp.server.runtime.SecuritySupport;
import io.quarkiverse.mcp.server.runtime.ServerRequests;
import io.quarkiverse.mcp.server.runtime.ToolManagerImpl;
import io.quarkiverse.mcp.server.runtime.config.McpServersRuntimeConfig;
import io.quarkus.arc.All;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has the extension carry out requests that were let in. */
@Singleton
class StatelessHandler extends McpMessageHandler<StatelessRequest> {
    /** Filters have their priority, below zero, as their order; routes have orders from zero on. */
    private static final int AFTER_FILTERS = -1;

    private final CurrentVertxRequest currentRequest;
    private final CurrentIdentityAssociation identity;

    StatelessHandler(
            McpServersRuntimeConfig config,
            ConnectionManager connections,
            PromptManagerImpl prompts,
            ToolManagerImpl tools,
            ResourceManagerImpl resources,
            PromptCompletionManagerImpl promptCompletions,
            ResourceTemplateManagerImpl templates,
            ResourceTemplateCompletionManagerImpl templateCompletions,
            NotificationManagerImpl notifications,
            ServerRequests serverRequests,
            CancellationRequests cancellations,
            @All List<InitialCheck> checks,
            @All List<InitialResponseInfo> infos,
            McpMetadata metadata,
            Vertx vertx,
            Instance<McpMetrics> metrics,
            Instance<McpTracing> tracing,
            Instance<McpRequestValidator> validator,
            CurrentVertxRequest currentRequest,
            CurrentIdentityAssociation identity) {
        super(
                config,
                connections,
                prompts,
                tools,
                resources,
                promptCompletions,
                templates,
                templateCompletions,
                notifications,
                serverRequests,
                metadata,
                vertx,
                checks,
                infos,
                orNull(metrics),
                orNull(tracing),
                orNull(validator),
                cancellations);
        this.currentRequest = currentRequest;
        this.identity = identity;
    }

    private static <T> @Nullable T orNull(Instance<T> instance) {
        return instance.isResolvable() ? instance.get() : null;
    }

    /** Before the extension's own handler at the same path, and after all that lets nobody by without an identity. */
    void install(@Observes Router router) {
        router.post("/mcp").order(AFTER_FILTERS).handler(context -> {
            Exchange exchange = Exchange.of(context);
            if (exchange == null) {
                context.next();
            } else {
                handle(context, exchange);
            }
        });
    }

    @Override
    protected Transport transport() {
        return Transport.STREAMABLE_HTTP;
    }

    /** What there is in this version, and has something to offer here. */
    boolean knows(String method) {
        return switch (method) {
            case "server/discover", "tools/list", "tools/call" -> true;
            case "prompts/list", "prompts/get" -> promptManager.iterator().hasNext();
            case "resources/list", "resources/read", "resources/templates/list" ->
                resourceManager.iterator().hasNext()
                        || resourceTemplateManager.iterator().hasNext();
            case "completion/complete" ->
                promptCompletionManager.iterator().hasNext()
                        || resourceTemplateCompletionManager.iterator().hasNext();
            default -> false;
        };
    }

    private void handle(RoutingContext context, Exchange exchange) {
        Envelope envelope = exchange.envelope();
        StatelessConnection connection =
                new StatelessConnection(requireNonNull(config.servers().get(McpServer.DEFAULT)), envelope);
        exchange.onAnswer(
                (id, answer) -> handle(request(Messages.newResult(id, answer), connection, context, exchange)));
        context.addEndHandler(end -> {
            // Over HTTP/2 the end of a whole answer is told as a failure, too
            if (end.failed() && !context.response().ended()) {
                hangUp(connection, context, exchange);
            }
        });
        JsonObject message;
        if (envelope.method().equals("server/discover")) {
            // The extension tells the same in another form
            message = Messages.newRequest(envelope.id(), "initialize", initialization(envelope));
        } else {
            connection.open();
            message = Messages.newRequest(envelope.id(), envelope.method(), envelope.params());
        }
        handle(request(message, connection, context, exchange)).onComplete(done -> exchange.end());
    }

    private static JsonObject initialization(Envelope envelope) {
        return new JsonObject()
                .put("protocolVersion", Versions.STATELESS)
                .put("clientInfo", envelope.clientInfo())
                .put("capabilities", envelope.capabilities());
    }

    /** To close the stream is to cancel; the extension knows only the message that says so. */
    private void hangUp(StatelessConnection connection, RoutingContext context, Exchange exchange) {
        exchange.wanted().hungUp();
        JsonObject cancelled = Messages.newNotification(
                "notifications/cancelled",
                new JsonObject().put("requestId", exchange.envelope().id()).put("reason", "The client hung up"));
        handle(request(cancelled, connection, context, exchange));
    }

    private StatelessRequest request(
            JsonObject message, StatelessConnection connection, RoutingContext context, Exchange exchange) {
        SecuritySupport security = association -> {
            if (context.user() instanceof QuarkusHttpUser user) {
                association.setIdentity(user.getSecurityIdentity());
            } else {
                association.setIdentity(QuarkusHttpUser.getSecurityIdentity(context, null));
            }
        };
        ContextSupport request = () -> currentRequest.setCurrent(context);
        return new StatelessRequest(message, connection, exchange, security, request, identity);
    }
}
