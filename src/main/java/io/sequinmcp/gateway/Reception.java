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
import java.util.List;
import java.util.Optional;

/**
 * Receives those who were let in: repairs what clients send a little wrong, answers what the extension would answer
 * badly or not at all, and stands in for its sessions.
 */
@Singleton
class Reception {
    private static final String OPENING = Reception.class.getName();
    private static final String SESSION_ID = "Mcp-Session-Id";
    private static final String PROTOCOL_VERSION = "MCP-Protocol-Version";
    /** What a client says of itself is kept for as long as its session. */
    private static final int LONGEST_INITIALIZE = 32 * 1024;

    private static final List<String> VERSIONS = McpMessageHandler.SUPPORTED_PROTOCOL_VERSIONS;
    private final Sessions sessions;
    private final Stateless stateless;
    private final SessionQuestions questions;
    private final Audits audits;

    Reception(Sessions sessions, Stateless stateless, SessionQuestions questions, Audits audits) {
        this.sessions = sessions;
        this.stateless = stateless;
        this.questions = questions;
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
        Optional<String> complaint = MessageForm.complaint(body);
        if (complaint.isPresent()) {
            JsonRpc.refuse(exchange, 400, JsonRpc.INVALID_REQUEST, complaint.get());
            return false;
        }
        HttpServerRequest request = exchange.request();
        // The extension wants both media types, letter by letter; clients send */*, one of them, or nothing
        request.headers().set(HttpHeaders.ACCEPT, "application/json, text/event-stream");
        if (MessageForm.isCall(body, "initialize")) {
            if (exchange.body().length() > LONGEST_INITIALIZE) {
                JsonRpc.refuse(
                        exchange,
                        413,
                        JsonRpc.INVALID_REQUEST,
                        "\"initialize\" may have at most %d bytes".formatted(LONGEST_INITIALIZE));
                return false;
            }
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
        if (isAnswer(body)
                ? local.isEmpty() || !answersOnly(local.get(), body)
                : local.isEmpty() && !expectsAnswer(body)) {
            // Speaks of a call that this replica knows nothing of, or of a question that it was not asked
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

    private static boolean isAnswer(Object body) {
        return MessageForm.isAnswer(body instanceof JsonArray batch ? batch.getValue(0) : body);
    }

    /**
     * Whether all that it answers was asked in that session. What only says that it failed leaves the question open.
     */
    private boolean answersOnly(Session session, Object body) {
        return body instanceof JsonArray batch
                ? batch.stream().allMatch(it -> answersOnly(session, it))
                : body instanceof JsonObject message
                        && message.getValue("result") instanceof JsonObject result
                        && questions.isAnswered(session, message.getValue("id"), result);
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
