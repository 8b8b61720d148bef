package io.sequinmcp.gateway;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sequinmcp.connectors.Callers;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.Connectors;
import io.sequinmcp.connectors.StaleRegistryException;
import io.sequinmcp.connectors.Token;
import io.sequinmcp.gateway.DoorMeters.Reason;
import io.sequinmcp.network.ClientAddresses;
import io.sequinmcp.network.Guesses;
import io.sequinmcp.network.NetworkConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
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

    private static final int STORE_RETRY_SECONDS = 5;

    private final Connectors connectors;
    private final Callers callers;
    private final Reception reception;
    private final ClientAddresses addresses;
    private final Guesses guesses;
    private final DoorMeters meters;
    private final Audits audits;
    private final Set<String> allowedOrigins;
    private final BodyHandler visitorsBody;
    private final BodyHandler strangersBody = BodyHandler.create(false).setBodyLimit(STRANGERS_BODY);
    private final long maxMessageSize;

    Door(
            Connectors connectors,
            Callers callers,
            Reception reception,
            DoorMeters meters,
            Audits audits,
            GatewayConfig config,
            ClientAddresses addresses,
            NetworkConfig network,
            Clock clock) {
        this.connectors = connectors;
        this.callers = callers;
        this.reception = reception;
        this.meters = meters;
        this.audits = audits;
        this.addresses = addresses;
        this.guesses = new Guesses(clock, network.freeWrongTokens());
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
        exchange.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (exchange.get(INSIDE) != null) {
            exchange.next();
            return;
        }
        try {
            if (Visitor.of(exchange) == null) {
                visitor(path, exchange.request()).enter(exchange);
            }
        } catch (StaleRegistryException e) {
            meters.refused(Reason.STORE_DOWN);
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(STORE_RETRY_SECONDS));
            JsonRpc.refuse(exchange, 503, JsonRpc.REFUSED, "The store does not answer; try again later");
            return;
        }
        String origin = exchange.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !allowedOrigins.contains(origin)) {
            meters.refused(Reason.ORIGIN);
            audits.refused(exchange, Optional.empty(), "origin");
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
        String inPath = tokenIn(path);
        String bearer = bearer(request);
        String apiKey = request.getHeader("x-api-key");
        Optional<Connector> connector = inPath.isEmpty()
                ? connectors.admit(bearer).or(() -> connectors.admit(apiKey))
                : connectors.admit(inPath);
        boolean byPath = !inPath.isEmpty();
        if (connector.isEmpty()) {
            return Visitor.stranger(byPath);
        }
        if (!connector.get().terms().callerToken()) {
            return Visitor.with(connector.get(), byPath, Optional.empty());
        }
        return callers.find(bearer)
                .or(() -> callers.find(apiKey))
                .map(it -> Visitor.with(connector.get(), byPath, Optional.of(it.name() + " (" + it.id() + ")")))
                .orElseGet(() -> Visitor.lacking(connector.get(), byPath));
    }

    private static String tokenIn(String path) {
        int start = Math.min(path.length(), ROOT.length() + 1);
        return path.substring(start, path.endsWith("/") ? Math.max(start, path.length() - 1) : path.length());
    }

    static @Nullable String bearer(HttpServerRequest request) {
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
        if (visitor == null || isPreflight(exchange.request())) {
            exchange.next();
        } else if (visitor.connector().isEmpty()) {
            refuseStranger(exchange, visitor);
        } else if (exchange.get(INSIDE) != null) {
            Reception.answerWithSession(exchange);
            exchange.next();
        } else if (reception.receive(exchange, visitor.connector().get())) {
            exchange.put(INSIDE, true);
            exchange.reroute(ROOT);
        }
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains("Access-Control-Request-Method");
    }

    private void refuseStranger(RoutingContext exchange, Visitor visitor) {
        if (isSlowedDown(exchange, visitor)) {
            meters.refused(Reason.SLOWED_DOWN);
            audits.refused(exchange, Optional.empty(), "too_many_wrong_tokens");
            return;
        }
        if (visitor.challenge().isPresent()) {
            meters.refused(Reason.BAD_TOKEN);
            audits.refused(exchange, Optional.empty(), "no_access_token");
            exchange.response()
                    .putHeader("WWW-Authenticate", visitor.challenge().get());
            JsonRpc.refuse(exchange, 401, JsonRpc.REFUSED, "An access token is needed, as Authorization: Bearer …");
        } else if (visitor.lacksCaller()) {
            meters.refused(Reason.NO_CALLER_TOKEN);
            audits.refused(exchange, visitor.withheld(), "no_caller_token");
            exchange.response().putHeader("WWW-Authenticate", "Bearer");
            JsonRpc.refuse(
                    exchange,
                    401,
                    JsonRpc.REFUSED,
                    "This connector needs a caller token too, as Authorization: Bearer %s… or as x-api-key; its operator makes one"
                            .formatted(Token.CALLER_PREFIX));
        } else if (visitor.byPath()) {
            meters.refused(Reason.UNKNOWN_URL);
            audits.refused(exchange, Optional.empty(), "unknown_url");
            JsonRpc.refuse(
                    exchange,
                    404,
                    JsonRpc.REFUSED,
                    "There is no connector at this URL. It may have expired or been revoked: ask its operator for a new one");
        } else {
            meters.refused(Reason.BAD_TOKEN);
            audits.refused(exchange, Optional.empty(), "unknown_token");
            exchange.response().putHeader("WWW-Authenticate", "Bearer");
            JsonRpc.refuse(
                    exchange,
                    401,
                    JsonRpc.REFUSED,
                    "The token of a connector is needed, as Authorization: Bearer %s… or as x-api-key"
                            .formatted(Token.PREFIX));
        }
    }

    /**
     * Counts a wrong token against where it came from, and answers if too many did. A good one is let in all the same:
     * a service that agents of many people call from would lock all of them out with one connector that was revoked.
     */
    private boolean isSlowedDown(RoutingContext exchange, Visitor visitor) {
        HttpServerRequest request = exchange.request();
        if (!visitor.byPath() && bearer(request) == null && request.getHeader("x-api-key") == null) {
            return false;
        }
        String address = addresses.of(request);
        Duration pause = guesses.pause(address);
        if (pause.isZero()) {
            guesses.failed(address);
            return false;
        }
        exchange.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(pause.toSeconds() + 1));
        JsonRpc.refuse(exchange, 429, JsonRpc.REFUSED, "Too many wrong tokens came from this address; try again later");
        return true;
    }

    private void fail(RoutingContext exchange) {
        Visitor visitor = Visitor.of(exchange);
        int status = exchange.statusCode();
        if (visitor == null) {
            exchange.next();
        } else if (exchange.response().headWritten()) {
            // Whoever was answered before all of the body had come has hung up
            return;
        } else if (visitor.connector().isEmpty()) {
            refuseStranger(exchange, visitor);
        } else if (status == 413) {
            meters.refused(Reason.TOO_LARGE);
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
