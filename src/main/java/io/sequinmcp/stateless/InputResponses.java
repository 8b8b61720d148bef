package io.sequinmcp.stateless;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client brings along when it makes a request again, after it was asked something.
 *
 * @param questions the digests of the questions it was asked, by key
 * @param answers all answers there are so far, by key; only such as it was asked for
 */
record InputResponses(JsonObject questions, JsonObject answers) {
    static final InputResponses NONE = new InputResponses(new JsonObject(), new JsonObject());

    /**
     * Answers count only with the state that came with their questions: else anybody could confirm what nobody was
     * asked.
     *
     * @throws Refusal if it is not what a client may send
     */
    static InputResponses read(Envelope envelope, String principal, RequestStates states) {
        Object state = envelope.params().getValue("requestState");
        Object responses = envelope.params().getValue("inputResponses");
        if (envelope.params().containsKey("inputResponses") && !(responses instanceof JsonObject)) {
            throw Refusal.invalidParams("\"inputResponses\" must be an object");
        }
        if (responses instanceof JsonObject given
                && given.stream().anyMatch(response -> !(response.getValue() instanceof JsonObject))) {
            throw Refusal.invalidParams("Each of \"inputResponses\" must be an object");
        }
        if (state == null) {
            return NONE;
        }
        if (!(state instanceof String text)) {
            throw Refusal.invalidParams("\"requestState\" must be a string");
        }
        RequestState read = states.read(text, principal, RequestState.digestOf(envelope.method(), envelope.params()));
        JsonObject answers = read.answers().copy();
        if (responses instanceof JsonObject given) {
            for (String key : read.questions().fieldNames()) {
                if (given.containsKey(key)) {
                    answers.put(key, given.getJsonObject(key));
                }
            }
        }
        return new InputResponses(read.questions(), answers);
    }

    /** The answer to that question, if it was asked in these words and has been answered. */
    Optional<JsonObject> answer(String key, String question) {
        return question.equals(questions.getString(key))
                ? Optional.ofNullable(answers.getJsonObject(key))
                : Optional.empty();
    }

    /** What is wrong with an answer to a question of that method, if anything. */
    static @Nullable String complaint(String method, JsonObject answer) {
        return switch (method) {
            case "elicitation/create" ->
                isAction(answer.getValue("action"))
                                && (answer.getValue("content") == null
                                        || answer.getValue("content") instanceof JsonObject)
                        ? null
                        : "needs an action (accept, decline or cancel), and content that is an object";
            case "sampling/createMessage" ->
                answer.getValue("role") instanceof String && answer.getValue("content") instanceof JsonObject
                        ? null
                        : "needs a role and a content";
            default -> answer.getValue("roots") instanceof JsonArray ? null : "needs roots, an array";
        };
    }

    private static boolean isAction(@Nullable Object action) {
        return "accept".equals(action) || "decline".equals(action) || "cancel".equals(action);
    }
}
