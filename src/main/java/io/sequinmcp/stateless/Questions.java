package io.sequinmcp.stateless;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks its client. The extension's way is to send a question and to wait; here a question ends the
 * request, the client makes it again with the answer, and the tool, which runs once more from its beginning, gets the
 * answer as soon as it asks the same again. So a tool must not change anything before it asks.
 */
final class Questions {
    private final InputResponses responses;
    private final BiConsumer<Object, JsonObject> deliver;
    private final Consumer<Questions> ask;
    private final JsonObject open = new JsonObject();
    private final JsonObject asked = new JsonObject();
    private final JsonObject answered = new JsonObject();
    /** The method of each question that nobody will answer within this request, by its id. */
    private final Map<Object, String> unanswered = new LinkedHashMap<>();

    /**
     * @param responses what the client brought
     * @param deliver gives an answer to whoever waits for the question with that id
     * @param ask has the client asked what is open
     */
    Questions(InputResponses responses, BiConsumer<Object, JsonObject> deliver, Consumer<Questions> ask) {
        this.responses = responses;
        this.deliver = deliver;
        this.ask = ask;
    }

    /**
     * @param question a request of the extension's
     * @throws Refusal if the answer that the client brought is none
     */
    synchronized void put(JsonObject question) {
        String method = question.getString("method");
        Object sent = question.getValue("params");
        JsonObject params = sent == null ? null : new JsonObject(Json.encode(sent));
        String digest = RequestState.digestOfQuestion(method, params);
        String key = keyOf(method, params);
        Optional<JsonObject> answer = responses.answer(key, digest);
        asked.put(key, digest);
        if (answer.isPresent()) {
            String complaint = InputResponses.complaint(method, answer.get());
            if (complaint != null) {
                unanswered.put(question.getValue("id"), method);
                throw Refusal.invalidParams("The response \"%s\" %s".formatted(key, complaint));
            }
            answered.put(key, answer.get());
            deliver.accept(question.getValue("id"), withContent(method, answer.get()));
            return;
        }
        unanswered.put(question.getValue("id"), method);
        boolean first = open.isEmpty();
        open.put(key, new JsonObject().put("method", method).put("params", params == null ? new JsonObject() : params));
        Context context = Vertx.currentContext();
        if (first && context != null) {
            // Others that are asked at the same time go along
            context.runOnContext(nothing -> ask.accept(this));
        } else if (first) {
            ask.accept(this);
        }
    }

    /** Has nobody wait any more: the extension keeps whoever does until there is an answer. */
    synchronized void forget() {
        unanswered.forEach((id, method) -> deliver.accept(id, blank(method)));
        unanswered.clear();
    }

    /** An answer that can be read, and is of no use. */
    private static JsonObject blank(String method) {
        return switch (method) {
            case "elicitation/create" ->
                new JsonObject().put("action", "cancel").put("content", new JsonObject());
            case "sampling/createMessage" ->
                new JsonObject()
                        .put("role", "assistant")
                        .put("model", "")
                        .put("content", new JsonObject().put("type", "text").put("text", ""));
            default -> new JsonObject().put("roots", new JsonArray());
        };
    }

    /** By what it is about, so that it is the same whenever the request is made again. */
    private String keyOf(String method, @Nullable JsonObject params) {
        String name = method.substring(0, method.indexOf('/'));
        JsonObject schema = params == null ? null : params.getJsonObject("requestedSchema");
        if (schema != null
                && schema.getJsonObject("properties", new JsonObject()).size() == 1) {
            name = schema.getJsonObject("properties").fieldNames().iterator().next();
        }
        String key = name;
        for (int i = 2; asked.containsKey(key); i++) {
            key = name + "_" + i;
        }
        return key;
    }

    /** The extension takes it for granted. */
    private static JsonObject withContent(String method, JsonObject answer) {
        return method.equals("elicitation/create") && answer.getValue("content") == null
                ? answer.copy().put("content", new JsonObject())
                : answer;
    }

    /** What the client is to answer, by key. */
    synchronized JsonObject open() {
        return open.copy();
    }

    /** The digests of all questions so far, by key. */
    synchronized JsonObject asked() {
        return asked.copy();
    }

    /** The answers so far, by key. */
    synchronized JsonObject answered() {
        return answered.copy();
    }
}
