package io.sequinmcp.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door's own answers: JSON, with the id of the request, whatever its type. */
final class JsonRpc {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int INTERNAL_ERROR = -32603;
    /** Of the range that servers may define; the extension uses it for what is refused, too. */
    static final int REFUSED = -32001;

    private JsonRpc() {}

    /** Ends the exchange with an error. The answer to a HEAD request has no body. */
    static void refuse(RoutingContext exchange, int status, int code, String message) {
        refuse(exchange, status, code, message, Optional.empty());
    }

    /** The same, with data in the error. */
    static void refuse(RoutingContext exchange, int status, int code, String message, Optional<JsonObject> data) {
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        JsonObject error = new JsonObject().put("code", code).put("message", message);
        data.ifPresent(it -> error.put("data", it));
        Buffer body = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", idOf(exchange))
                .put("error", error)
                .toBuffer();
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /** The message that was sent, or null if none was or it is not JSON. */
    static @Nullable Object messageOf(RoutingContext exchange) {
        Buffer body = exchange.body() == null ? null : exchange.body().buffer();
        if (body == null) {
            return null;
        }
        try {
            return Json.decodeValue(body);
        } catch (DecodeException e) {
            return null;
        }
    }

    private static @Nullable Object idOf(RoutingContext exchange) {
        return messageOf(exchange) instanceof JsonObject message
                        && (message.getValue("id") instanceof String || message.getValue("id") instanceof Number)
                ? message.getValue("id")
                : null;
    }
}
