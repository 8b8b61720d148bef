package io.sequinmcp.sandbox.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A handler's way out with one of Sequin's error bodies. */
public final class Refusal extends RuntimeException {
    private static final String CHANGESET = "Validation failed";

    private final transient Answer answer;

    private Refusal(Answer answer) {
        super(answer.body(), null, false, false);
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }

    /**
     * The same error as configuration by YAML reports it: a changeset's complaints come as a validation error with no
     * summary (section 9.5).
     */
    public Refusal inYaml() {
        JsonNode body = body();
        return body.path("summary").asText().equals(CHANGESET) && !body.has("code")
                ? invalid(null, (ObjectNode) body.path("validation_errors"), null)
                : this;
    }

    /** What went wrong, in words. */
    public String text() {
        JsonNode body = body();
        JsonNode errors = body.path("validation_errors");
        return errors.isEmpty() ? body.path("summary").asText("Internal Server Error") : errors.toString();
    }

    private JsonNode body() {
        return Json.parse(answer.body()).orElseThrow();
    }

    /** Sequin's plain error: {@code {"summary": …}}. */
    public static Refusal summary(int status, String summary) {
        return new Refusal(Answer.json(status, Json.object().put("summary", summary)));
    }

    public static Refusal badRequest(String summary) {
        return summary(400, summary);
    }

    /** @param entity as Sequin calls it, for example {@code consumer} for a sink */
    public static Refusal notFound(String entity) {
        return summary(404, "Not found: No `" + entity + "` found matching the provided ID or name");
    }

    /** Sequin's validation error, which has a {@code code} key. */
    public static Refusal invalid(String summary) {
        return invalid(summary, Json.object(), null);
    }

    /** Sequin's validation error, which has a {@code code} key; its summary may be null. */
    public static Refusal invalid(@Nullable String summary, ObjectNode errors, @Nullable String code) {
        ObjectNode body = Json.object().put("summary", summary);
        body.set("validation_errors", errors);
        return new Refusal(Answer.json(422, body.put("code", code)));
    }

    /** A database changeset's complaints: the validation error without a {@code code} key. */
    public static Refusal changeset(ObjectNode errors) {
        ObjectNode body = Json.object().put("summary", CHANGESET);
        body.set("validation_errors", errors);
        return new Refusal(Answer.json(422, body));
    }

    /** A changeset that complains of one field. */
    public static Refusal changeset(String field, String complaint) {
        return changeset(complaint(field, complaint));
    }

    public static ObjectNode complaint(String field, String complaint) {
        ObjectNode errors = Json.object();
        errors.putArray(field).add(complaint);
        return errors;
    }

    /** Any other body, for the operations that have one of their own. */
    public static Refusal of(int status, ObjectNode body) {
        return new Refusal(Answer.json(status, body));
    }

    /** Where Sequin does not answer but falls over. */
    public static Refusal crash() {
        return framework(500);
    }

    /** The framework's error of that status, once JSON was agreed on. */
    public static Refusal framework(int status) {
        return new Refusal(Answer.frameworkJson(status));
    }
}
