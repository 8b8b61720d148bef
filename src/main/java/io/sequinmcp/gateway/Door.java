package io.sequinmcp.gateway;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sequinmcp.connectors.Connectors;
import io.sequinmcp.connectors.Token;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every request to {@code /mcp} passes before anything else of this program sees it. Refuses with answers of its
 * own, in JSON and with the id of the request: the MCP extension leaves a request without an answer when it refuses one
 * whose id is a string, and clients take that for a server that hangs.
 */
@Singleton
class Door {
    private static final String ROOT = "/mcp";
    private static final String INSIDE = Door.class.getName();
    /** Enough to find the id of a message that is refused anyway. */
    private static final long STRANGERS_BODY = 64 * 1024;

    private final Connectors connectors;
    private final Set<String> allowedOrigins;
    private final BodyHandler visitorsBody;
    private final BodyHandler strangersBody = BodyHandler.create(false).setBodyLimit(STRANGERS_BODY);
    private final long maxMessageSize;

    Door(Connectors connectors, GatewayConfig config) {
        this.connectors = connectors;
        this.allowedOrigins = config.allowedOrigins().orElse(Set.of());
        this.maxMessageSize = config.maxMessageSize().asLongValue();
        this.visitorsBody = BodyHandler.create(false).setBodyLimit(maxMessageSize);
    }

    void install(@Observes Filters filters) {
        filters.register(this::knock, FilterPriorities.KNOCK);
        filters.register(this::readBody, FilterPriorities.BODY);
        filters.register(this::admit, FilterPriorities.ADMIT);
    }

    /**
     * What goes wrong behind the door, or while a body is read, is answered in the same way as what is refused here.
     */
    void install(@Observes Router router) {
        router.route(ROOT + "*").order(Integer.MIN_VALUE).failureHandler(this::fail);
    }

    private void knock(RoutingContext exchange) {
        String path = exchange.normalizedPath();
        if (path.startsWith("/.well-known/") || path.equals("/register")) {
            // Clients look there for OAuth before they try without, and read whatever comes as JSON
            exchange.response()
                    .setStatusCode(404)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(new JsonObject().put("error", "not_found").toBuffer());
            return;
        }
        if (!(path.equals(ROOT) || path.startsWith(ROOT + "/"))) {
            exchange.next();
            return;
        }
        // Again for a rerouted request: rerouting takes the headers away
        exchange.response()
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (exchange.get(INSIDE) != null) {
            exchange.next();
            return;
        }
        visitor(path, exchange.request()).enter(exchange);
        String origin = exchange.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !allowedOrigins.contains(origin)) {
            JsonRpc.refuse(
                    exchange,
                    403,
                    JsonRpc.REFUSED,
                    "Pages of this origin may not call. Allow it with SEQUIN_MCP_ALLOWED_ORIGINS");
            return;
        }
        exchange.next();
    }

    private Visitor visitor(String path, HttpServerRequest request) {
        String inPath = path.substring(ROOT.length()).replaceAll("^/|/$", "");
        if (!inPath.isEmpty()) {
            return new Visitor(connectors.admit(inPath), true);
        }
        return new Visitor(
                connectors.admit(bearer(request)).or(() -> connectors.admit(request.getHeader("x-api-key"))), false);
    }

    private static @Nullable String bearer(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }

    private void readBody(RoutingContext exchange) {
        Visitor visitor = Visitor.of(exchange);
        if (visitor == null || exchange.get(INSIDE) != null) {
            exchange.next();
        } else if (visitor.connector().isPresent()) {
            visitorsBody.handle(exchange);
        } else {
            strangersBody.handle(exchange);
        }
    }

    private void admit(RoutingContext exchange) {
        Visitor visitor = Visitor.of(exchange);
        if (visitor == null || exchange.get(INSIDE) != null || isPreflight(exchange.request())) {
            exchange.next();
            return;
        }
        if (visitor.connector().isEmpty()) {
            refuseStranger(exchange, visitor);
            return;
        }
        HttpMethod method = exchange.request().method();
        if (method.equals(HttpMethod.POST)) {
            post(exchange);
        } else {
            refuseMethod(exchange);
        }
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains("Access-Control-Request-Method");
    }

    private void post(RoutingContext exchange) {
        Object body = JsonRpc.messageOf(exchange);
        Optional<String> complaint = complaint(body);
        if (body == null) {
            JsonRpc.refuse(exchange, 400, JsonRpc.PARSE_ERROR, "The body must be a JSON-RPC message");
        } else if (complaint.isPresent()) {
            JsonRpc.refuse(exchange, 400, JsonRpc.INVALID_REQUEST, complaint.get());
        } else if (body instanceof JsonObject message && "server/discover".equals(message.getString("method"))) {
            // Clients of the stateless protocol ask this first, and fall back to "initialize" on this answer
            JsonRpc.refuse(exchange, 404, JsonRpc.METHOD_NOT_FOUND, "Method not found: server/discover");
        } else {
            letIn(exchange);
        }
    }

    /** What keeps the message from being JSON-RPC, as far as the extension takes it for granted. */
    private static Optional<String> complaint(@Nullable Object body) {
        if (body instanceof JsonArray batch) {
            return batch.isEmpty()
                    ? Optional.of("A batch must not be empty")
                    : batch.stream().flatMap(it -> complaint(it).stream()).findFirst();
        }
        if (!(body instanceof JsonObject message)) {
            return Optional.of("A message must be a JSON object");
        }
        Object method = message.getValue("method");
        Object params = message.getValue("params");
        if (method != null && !(method instanceof String)) {
            return Optional.of("\"method\" must be a string");
        }
        if (params != null && !(params instanceof JsonObject)) {
            return Optional.of("\"params\" must be an object");
        }
        return Optional.empty();
    }

    private static void letIn(RoutingContext exchange) {
        // The extension wants both media types, letter by letter; clients send */*, one of them, or nothing
        exchange.request().headers().set(HttpHeaders.ACCEPT, "application/json, text/event-stream");
        exchange.put(INSIDE, true);
        if (exchange.normalizedPath().equals(ROOT)) {
            exchange.next();
        } else {
            exchange.reroute(ROOT);
        }
    }

    private static void refuseStranger(RoutingContext exchange, Visitor visitor) {
        if (visitor.byPath()) {
            JsonRpc.refuse(
                    exchange,
                    404,
                    JsonRpc.REFUSED,
                    "There is no connector at this URL. It may have expired or been revoked: ask its operator for a new one");
        } else {
            exchange.response().putHeader("WWW-Authenticate", "Bearer");
            JsonRpc.refuse(
                    exchange,
                    401,
                    JsonRpc.REFUSED,
                    "The token of a connector is needed, as Authorization: Bearer %s… or as x-api-key"
                            .formatted(Token.PREFIX));
        }
    }

    private static void refuseMethod(RoutingContext exchange) {
        exchange.response().putHeader(HttpHeaders.ALLOW, "POST, DELETE");
        JsonRpc.refuse(
                exchange, 405, JsonRpc.INVALID_REQUEST, "Messages are sent by POST; no stream is offered by GET");
    }

    private void fail(RoutingContext exchange) {
        Visitor visitor = Visitor.of(exchange);
        int status = exchange.statusCode();
        if (visitor == null) {
            exchange.next();
        } else if (visitor.connector().isEmpty()) {
            refuseStranger(exchange, visitor);
        } else if (status == 413) {
            JsonRpc.refuse(
                    exchange,
                    413,
                    JsonRpc.INVALID_REQUEST,
                    "A message may have at most %d bytes".formatted(maxMessageSize));
        } else if (status >= 400 && status < 500) {
            JsonRpc.refuse(exchange, status, JsonRpc.INVALID_REQUEST, "The request is refused");
        } else {
            JsonRpc.refuse(exchange, 500, JsonRpc.INTERNAL_ERROR, "This service failed; its log says why");
        }
    }
}
