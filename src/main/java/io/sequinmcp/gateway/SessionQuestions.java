package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.McpServer;
import io.quarkiverse.mcp.server.http.runtime.StreamableHttpMcpMessageHandler;
import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextDecorator;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which session was asked what, so that no other answers. The extension numbers its questions through all sessions and
 * takes an answer from whoever sends one: any connector could confirm the deletion of another, or decline it.
 */
@Singleton
class SessionQuestions {
    private static final String SESSION_ID = "Mcp-Session-Id";
    /** Where the extension keeps the name of its server in an exchange. */
    private static final String SERVER = "mcp.http.server-name";
    /** Filters have their priority, below zero, as their order; routes have orders from zero on. */
    private static final int AFTER_FILTERS = -1;

    private static final Pattern QUESTION = Pattern.compile(
            "event: message\ndata: \\{\"jsonrpc\":\"2\\.0\",\"id\":(\\d{1,18}),\"method\":\"([^\"]+)\"");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final StreamableHttpMcpMessageHandler extension;
    /** By its number, while the call that asks goes on. */
    private final Map<Long, Question> asked = new ConcurrentHashMap<>();

    /** @param session the extension's own id of the one that was asked */
    private record Question(String session, String method) {
        /** The extension takes an answer to this one without an action for one, and fails over it. */
        boolean isAnsweredBy(JsonObject result) {
            return !method.equals("elicitation/create") || result.getValue("action") != null;
        }
    }

    SessionQuestions(StreamableHttpMcpMessageHandler extension) {
        this.extension = extension;
    }

    /** Before the extension's own handler at the same path; what has a session is handed over here. */
    void install(@Observes Router router) {
        router.post("/mcp").order(AFTER_FILTERS).handler(exchange -> {
            String session = exchange.request().getHeader(SESSION_ID);
            if (session == null) {
                exchange.next();
            } else {
                exchange.put(SERVER, McpServer.DEFAULT);
                extension.handle(heard(exchange, session));
            }
        });
    }

    /** Whether that session was asked a question of that id, the call that asked goes on, and this answers it. */
    boolean isAnswered(Session session, @Nullable Object id, JsonObject result) {
        if (id == null || !NUMBER.matcher(id.toString()).matches()) {
            return false;
        }
        Question question = asked.get(Long.valueOf(id.toString()));
        return question != null && question.session().equals(session.local()) && question.isAnsweredBy(result);
    }

    private RoutingContext heard(RoutingContext exchange, String session) {
        HttpServerResponse response = new Heard(exchange, session);
        return new RoutingContextDecorator(exchange.currentRoute(), (RoutingContextInternal) exchange) {
            @Override
            public HttpServerResponse response() {
                return response;
            }
        };
    }

    /** Notes what is asked. Events are written as text, one at a time. */
    private final class Heard extends AbstractResponseWrapper {
        private final RoutingContext exchange;
        private final String session;

        Heard(RoutingContext exchange, String session) {
            super(exchange.response());
            this.exchange = exchange;
            this.session = session;
        }

        @Override
        public Future<Void> write(String event) {
            Matcher question = QUESTION.matcher(event);
            if (question.lookingAt()) {
                Long id = Long.valueOf(question.group(1));
                asked.put(id, new Question(session, question.group(2)));
                exchange.addEndHandler(end -> asked.remove(id));
            }
            return super.write(event);
        }
    }
}
