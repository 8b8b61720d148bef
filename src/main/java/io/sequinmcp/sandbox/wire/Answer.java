package io.sequinmcp.sandbox.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP answer.
 *
 * @param contentType null where Sequin sends none ({@code /health}, recording 1)
 */
public record Answer(int status, @Nullable String contentType, String body) implements Reply {
    private static final String JSON = "application/json; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    public static Answer json(int status, JsonNode body) {
        return new Answer(status, JSON, Json.write(body));
    }

    public static Answer ok(JsonNode body) {
        return json(200, body);
    }

    /** A list, in the only envelope Sequin has. */
    public static Answer data(ArrayNode items) {
        return ok(Json.object().set("data", items));
    }

    /** {@code {"success":true}}. */
    public static Answer success() {
        return ok(Json.object().put("success", true));
    }

    /** The framework's own error, as JSON. */
    static Answer frameworkJson(int status) {
        return json(status, Json.object().set("errors", Json.object().put("detail", phrase(status))));
    }

    /** The framework's own error when no format was agreed on yet: its bare phrase, called HTML. */
    static Answer frameworkText(int status) {
        return new Answer(status, HTML, phrase(status));
    }

    private static String phrase(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }
}
