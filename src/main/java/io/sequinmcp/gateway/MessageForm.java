package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.MetaKey;
import io.quarkiverse.mcp.server.runtime.Messages;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the extension takes for granted of a message, and fails without an answer or with a bare one where it is not so.
 */
final class MessageForm {
    private static final String CLIENT_INFO = MetaKey.CLIENT_INFO.toString();
    private static final String CLIENT_CAPABILITIES = MetaKey.CLIENT_CAPABILITIES.toString();
    private static final List<String> ACTIONS = List.of("accept", "decline", "cancel");

    private MessageForm() {}

    /** What keeps a message, or a batch of them, from being one. */
    static Optional<String> complaint(@Nullable Object body) {
        if (body instanceof JsonArray batch) {
            return ofBatch(batch)
                    .or(() ->
                            batch.stream().flatMap(it -> complaint(it).stream()).findFirst());
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
        if (isAnswer(message)) {
            return ofAnswer(message);
        }
        JsonObject named = params instanceof JsonObject object ? object : new JsonObject();
        if (isCall(message, "initialize")) {
            return ofInitialize(named);
        }
        if (isCall(message, "logging/setLevel") && !(named.getValue("level") instanceof String)) {
            return Optional.of("\"logging/setLevel\" needs \"level\", a string");
        }
        return ofMeta(named);
    }

    static boolean isCall(@Nullable Object body, String method) {
        return body instanceof JsonObject message && method.equals(message.getValue("method"));
    }

    /** Whether it answers a question, rather than asks or tells something. */
    static boolean isAnswer(@Nullable Object body) {
        return body instanceof JsonObject message && (message.containsKey("result") || message.containsKey("error"));
    }

    private static Optional<String> ofBatch(JsonArray batch) {
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
        long answers = batch.stream().filter(MessageForm::isAnswer).count();
        return answers == 0 || answers == batch.size()
                ? Optional.empty()
                : Optional.of("A batch must have either requests or answers");
    }

    private static boolean hasTwins(JsonArray batch) {
        Set<Object> ids = new HashSet<>();
        return batch.stream()
                .filter(JsonObject.class::isInstance)
                .map(it -> ((JsonObject) it).getValue("id"))
                .filter(Objects::nonNull)
                .anyMatch(id -> !ids.add(id));
    }

    /**
     * Nothing is asked but what a human is to confirm. The extension forgets a question over an answer it can't read.
     */
    private static Optional<String> ofAnswer(JsonObject message) {
        if (message.containsKey("error")) {
            return Optional.empty();
        }
        if (!(message.getValue("result") instanceof JsonObject result)) {
            return Optional.of("\"result\" must be an object");
        }
        Object action = result.getValue("action");
        Object content = result.getValue("content");
        boolean readable = action == null
                || ACTIONS.contains(action)
                        && (content instanceof JsonObject || content == null && !action.equals("accept"));
        return readable
                ? Optional.empty()
                : Optional.of("\"action\" must be one of %s, and accept comes with \"content\", an object"
                        .formatted(String.join(", ", ACTIONS)));
    }

    private static Optional<String> ofInitialize(JsonObject params) {
        if (!(params.getValue("clientInfo") instanceof JsonObject info && isAbsentOrObject(params, "capabilities"))) {
            return Optional.of("\"initialize\" needs \"clientInfo\" and \"capabilities\", which are objects");
        }
        return isReadable(info)
                ? ofMeta(params)
                : Optional.of("\"clientInfo\" needs \"name\" and \"version\"; its \"icons\" are a list of objects");
    }

    private static Optional<String> ofMeta(JsonObject params) {
        if (!isAbsentOrObject(params, "_meta")) {
            return Optional.of("\"_meta\" must be an object");
        }
        JsonObject meta = params.getJsonObject("_meta", new JsonObject());
        if (meta == null) {
            return Optional.empty();
        }
        Object token = meta.getValue("progressToken");
        if (token != null && !(token instanceof String || token instanceof Number)) {
            return Optional.of("\"progressToken\" must be a string or a number");
        }
        if (!isAbsentOrObject(meta, CLIENT_CAPABILITIES)) {
            return Optional.of("\"" + CLIENT_CAPABILITIES + "\" must be an object");
        }
        Object info = meta.getValue(CLIENT_INFO);
        return info == null || info instanceof JsonObject named && isReadable(named)
                ? Optional.empty()
                : Optional.of("\"" + CLIENT_INFO + "\" must be an object with \"name\" and \"version\"");
    }

    private static boolean isAbsentOrObject(JsonObject parent, String name) {
        Object child = parent.getValue(name);
        return child == null || child instanceof JsonObject;
    }

    /** As the extension will read it. */
    private static boolean isReadable(JsonObject clientInfo) {
        try {
            Messages.decodeImplementation(clientInfo);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
