package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.runtime.McpMessageHandler;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.stateless.Refusal;
import io.sequinmcp.stateless.Stateless;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Receives those who were let in: repairs what clients send a little wrong, answers what the extension would answer
 * badly or not at all, and stands in for its sessions.
 */
@Singleton
class Reception {
    private static final String OPENING = Reception.class.getName();
    private static final String SESSION_ID = "Mcp-Session-Id";
    private static final String PROTOCOL_VERSION = "MCP-Protocol-Version";
    private static final List<String> VERSIONS = McpMessageHandler.SUPPORTED_PROTOCOL_VERSIONS;
    private final Sessions sessions;
    private final Stateless stateless;
    private final Audits audits;

    Reception(Sessions sessions, Stateless stateless, Audits audits) {
        this.sessions = sessions;
        this.stateless = stateless;
        this.audits = audits;
    }

    /** @return whether the extension is to go on with the request; if not, it has been answered */
    boolean receive(RoutingContext exchange, Connector connector) {
        HttpMethod method = exchange.request().method();
        if (method.equals(HttpMethod.POST)) {
            return post(exchange, connector);
        }
        if (method.equals(HttpMethod.DELETE) && !Stateless.isMeant(exchange.request(), null)) {
            delete(exchange, connector);
        } else {
            exchange.response().putHeader(HttpHeaders.ALLOW, "POST, DELETE");
            JsonRpc.refuse(
                    exchange, 405, JsonRpc.INVALID_REQUEST, "Messages are sent by POST; no stream is offered by GET");
        }
        return false;
    }

    private void delete(RoutingContext exchange, Connector connector) {
        String id = exchange.request().getHeader(SESSION_ID);
        Optional<Session> session = id == null ? Optional.empty() : sessions.find(id, connector);
        if (session.isEmpty()) {
            refuseSession(exchange, connector);
            return;
        }
        sessions.end(session.get());
        exchange.response().setStatusCode(204).end();
    }

    private boolean post(RoutingContext exchange, Connector connector) {
        Object body = JsonRpc.messageOf(exchange);
        if (body == null) {
            JsonRpc.refuse(exchange, 400, JsonRpc.PARSE_ERROR, "The body must be a JSON-RPC message");
            return false;
        }
        if (Stateless.isMeant(exchange.request(), body)) {
            return open(exchange, body, connector);
        }
        Optional<String> complaint = complaint(body);
        if (complaint.isPresent()) {
            JsonRpc.refuse(exchange, 400, JsonRpc.INVALID_REQUEST, complaint.get());
            return false;
        }
        HttpServerRequest request = exchange.request();
        // The extension wants both media types, letter by letter; clients send */*, one of them, or nothing
        request.headers().set(HttpHeaders.ACCEPT, "application/json, text/event-stream");
        if (isCall(body, "initialize")) {
            request.headers().remove(SESSION_ID);
            new Admission(connector, Optional.empty(), CallRemarks.begin(exchange, false), null).keep();
            exchange.put(OPENING, opening(exchange, (JsonObject) body, connector));
            return true;
        }
        return resume(exchange, body, connector);
    }

    /** Without a session: the request says itself what "initialize" says otherwise. */
    private boolean open(RoutingContext exchange, Object body, Connector connector) {
        exchange.request().headers().remove(SESSION_ID);
        try {
            Optional<Stateless.Introduction> said = stateless.open(exchange, body, connector.id());
            if (said.isEmpty()) {
                exchange.response().setStatusCode(202).end();
                return false;
            }
            Session session = Session.opened(
                    connector.id(),
                    said.get().protocolVersion(),
                    new JsonObject()
                            .put("clientInfo", said.get().clientInfo())
                            .put("capabilities", said.get().capabilities()),
                    "");
            CallTrail.begin(exchange, Optional.of(session), audits);
            new Admission(connector, Optional.of(session), CallRemarks.begin(exchange, false), CallTrail.of(exchange))
                    .keep();
            return true;
        } catch (Refusal refusal) {
            JsonRpc.refuse(exchange, refusal.status(), refusal.code(), refusal.getMessage(), refusal.data());
            return false;
        }
    }

    private boolean resume(RoutingContext exchange, Object body, Connector connector) {
        HttpServerRequest request = exchange.request();
        String id = request.getHeader(SESSION_ID);
        Optional<Session> session = id == null ? Optional.empty() : sessions.find(id, connector);
        if (id != null && session.isEmpty()) {
            refuseSession(exchange, connector);
            return false;
        }
        request.headers().remove(SESSION_ID);
        Optional<Session> local = session.filter(sessions::isLocal);
        if (local.isEmpty() && !expectsAnswer(body)) {
            // Speaks of a call or a question that this replica knows nothing of
            exchange.response().setStatusCode(202).end();
            return false;
        }
        local.ifPresent(it -> request.headers().set(SESSION_ID, it.local()));
        if (session.isPresent() && !request.headers().contains(PROTOCOL_VERSION)) {
            request.headers().set(PROTOCOL_VERSION, session.get().protocolVersion());
        }
        CallTrail.begin(exchange, session, audits);
        new Admission(
                        connector,
                        session,
                        CallRemarks.begin(exchange, body instanceof JsonArray),
                        CallTrail.of(exchange))
                .keep();
        return true;
    }

    /** Puts a session id of ours in place of the extension's. */
    private Handler<Void> opening(RoutingContext exchange, JsonObject initialize, Connector connector) {
        JsonObject params = initialize.getJsonObject("params");
        String wanted = params.getString("protocolVersion");
        String agreed = VERSIONS.contains(wanted) ? wanted : VERSIONS.get(0);
        return nothing -> {
            String local = exchange.response().headers().get(SESSION_ID);
            if (local != null) {
                Session session = Session.opened(connector.id(), agreed, params, local);
                exchange.response().putHeader(SESSION_ID, sessions.idOf(session));
            }
        };
    }

    /** Has the answer to {@code initialize} carry a session id of ours. To be called when rerouting is over. */
    static void answerWithSession(RoutingContext exchange) {
        Handler<Void> opening = exchange.get(OPENING);
        if (opening != null) {
            exchange.addHeadersEndHandler(opening);
        }
    }

    /** What keeps the message from being one, as far as the extension takes that for granted. */
    private static Optional<String> complaint(@Nullable Object body) {
        if (body instanceof JsonArray batch) {
            if (batch.isEmpty()) {
                return Optional.of("A batch must not be empty");
            }
            if (batch.stream().anyMatch(it -> isCall(it, "initialize"))) {
                return Optional.of("\"initialize\" must not be in a batch");
            }
            if (hasTwins(batch)) {
                // The extension keeps one answer of two with the same id, and waits for the other
                return Optional.of("Two requests of a batch must not have the same id");
            }
            return batch.stream().flatMap(it -> complaint(it).stream()).findFirst();
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
        if (params instanceof JsonObject named && !isAbsentOrObject(named, "_meta")) {
            return Optional.of("\"_meta\" must be an object");
        }
        if (isCall(message, "initialize")
                && !(params instanceof JsonObject said
                        && said.getValue("clientInfo") instanceof JsonObject
                        && isAbsentOrObject(said, "capabilities"))) {
            return Optional.of("\"initialize\" needs \"clientInfo\" and \"capabilities\", which are objects");
        }
        return Optional.empty();
    }

    private static boolean isAbsentOrObject(JsonObject parent, String name) {
        Object child = parent.getValue(name);
        return child == null || child instanceof JsonObject;
    }

    private static boolean hasTwins(JsonArray batch) {
        Set<Object> ids = new HashSet<>();
        return batch.stream()
                .filter(JsonObject.class::isInstance)
                .map(it -> ((JsonObject) it).getValue("id"))
                .filter(Objects::nonNull)
                .anyMatch(id -> !ids.add(id));
    }

    private static boolean isCall(@Nullable Object body, String method) {
        return body instanceof JsonObject message && method.equals(message.getValue("method"));
    }

    private static boolean expectsAnswer(Object body) {
        return body instanceof JsonArray batch
                ? batch.stream().anyMatch(Reception::expectsAnswer)
                : body instanceof JsonObject message && message.containsKey("id") && message.containsKey("method");
    }

    private void refuseSession(RoutingContext exchange, Connector connector) {
        audits.refused(exchange, Optional.of(connector), "unknown_session");
        JsonRpc.refuse(exchange, 404, JsonRpc.REFUSED, "There is no such session; begin again with \"initialize\"");
    }
}
