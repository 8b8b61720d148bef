package io.sequinmcp.stateless;

import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer over HTTP: one JSON object, or a stream of events as soon as there is something to tell
 * before the answer. There is one answer only, whatever is tried after it.
 */
final class Exchange {
    private static final String KEY = Exchange.class.getName();

    private final Envelope envelope;
    private final String principal;
    private final HttpServerResponse response;
    private final Results results;
    private final RequestStates states;
    private final JsonObject sent;
    private final InputResponses responses;
    private final Wanted wanted = new Wanted();
    private @Nullable Questions questions;
    private boolean streaming;
    private boolean answered;

    /** @throws Refusal if what the client brings along from an earlier request is not of this one */
    Exchange(Envelope envelope, String principal, HttpServerResponse response, Results results, RequestStates states) {
        this.envelope = envelope;
        this.principal = principal;
        this.response = response;
        this.results = results;
        this.states = states;
        // Before anybody changes the arguments; most requests ask nothing, and need no digest of them
        this.sent = envelope.params().copy();
        this.responses = InputResponses.read(envelope, principal, states);
    }

    void keep(RoutingContext context) {
        context.put(KEY, this);
    }

    static @Nullable Exchange of(@Nullable RoutingContext context) {
        return context == null ? null : context.get(KEY);
    }

    Envelope envelope() {
        return envelope;
    }

    Wanted wanted() {
        return wanted;
    }

    /** @param deliver takes an answer to a question to whoever asked it, by the question's id */
    void onAnswer(BiConsumer<Object, JsonObject> deliver) {
        questions = new Questions(responses, deliver, this::askOpen);
    }

    Future<Void> complete(Object result) {
        return answer(200, "\"result\":" + results.complete(envelope.method(), result));
    }

    Future<Void> fail(JsonObject error) {
        int code = ErrorCodes.of(error.getInteger("code"));
        JsonObject said = error.copy().put("code", code);
        MissingCapability.in(said).ifPresent(data -> said.put("data", data));
        if (error.getInteger("code") == JsonRpcErrorCodes.RESOURCE_NOT_FOUND) {
            said.put("data", new JsonObject().put("uri", envelope.params().getValue("uri")));
        }
        return answer(ErrorCodes.status(code), "\"error\":" + said.encode());
    }

    /** Something that the client is told before the answer. */
    synchronized Future<Void> tell(JsonObject notification) {
        boolean unwanted = "notifications/message".equals(notification.getString("method"))
                && envelope.logLevel().isEmpty();
        if (answered || unwanted) {
            return Future.succeededFuture();
        }
        if (!streaming) {
            streaming = true;
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    .putHeader("X-Accel-Buffering", "no");
        }
        return response.write(event(notification.encode()));
    }

    Future<Void> ask(JsonObject question) {
        if (questions == null) {
            throw new IllegalStateException("nobody waits for answers");
        }
        try {
            questions.put(question);
        } catch (Refusal refusal) {
            fail(new JsonObject().put("code", refusal.code()).put("message", refusal.getMessage()));
            wanted.answered();
            questions.forget();
            throw new OperationCancellationException();
        }
        return Future.succeededFuture();
    }

    private void askOpen(Questions asking) {
        String state = states.write(
                principal, RequestState.digestOf(envelope.method(), sent), asking.asked(), asking.answered());
        answer(200, "\"result\":" + results.inputRequired(asking.open(), state));
        wanted.answered();
        Context context = Vertx.currentContext();
        if (context == null) {
            asking.forget();
        } else {
            // When the work that waits has been stopped
            context.runOnContext(nothing -> asking.forget());
        }
    }

    /** Nothing more will come; an answer that has not come by now is a fault of ours. */
    synchronized void end() {
        if (!answered) {
            answer(
                    500,
                    "\"error\":"
                            + new JsonObject()
                                    .put("code", ErrorCodes.INTERNAL_ERROR)
                                    .put("message", "This service failed; its log says why")
                                    .encode());
        }
    }

    private synchronized Future<Void> answer(int status, String member) {
        if (answered || response.closed()) {
            return Future.succeededFuture();
        }
        answered = true;
        String message = "{\"jsonrpc\":\"2.0\",\"id\":" + Json.encode(envelope.id()) + "," + member + "}";
        if (streaming) {
            return response.end(event(message));
        }
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(message);
    }

    private static String event(String json) {
        return "event: message\ndata: " + json + "\n\n";
    }
}
