package io.sequinmcp.stateless;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a request is not even looked at: the HTTP status and the JSON-RPC error that it is answered with. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final String message;
    private final int status;
    private final int code;
    private final transient @Nullable JsonObject data;

    private Refusal(int status, int code, String message, @Nullable JsonObject data) {
        super(message, null, false, false);
        this.message = message;
        this.status = status;
        this.code = code;
        this.data = data;
    }

    static Refusal invalidRequest(String message) {
        return new Refusal(BAD_REQUEST, ErrorCodes.INVALID_REQUEST, message, null);
    }

    static Refusal invalidParams(String message) {
        return new Refusal(BAD_REQUEST, ErrorCodes.INVALID_PARAMS, message, null);
    }

    static Refusal headerMismatch(String message) {
        return new Refusal(BAD_REQUEST, ErrorCodes.HEADER_MISMATCH, "Header mismatch: " + message, null);
    }

    static Refusal unsupportedVersion(String requested) {
        return new Refusal(
                BAD_REQUEST,
                ErrorCodes.UNSUPPORTED_PROTOCOL_VERSION,
                "Unsupported protocol version; there are " + String.join(", ", Versions.ALL),
                new JsonObject().put("supported", Versions.ALL).put("requested", requested));
    }

    static Refusal unknownMethod(String method) {
        return new Refusal(NOT_FOUND, ErrorCodes.METHOD_NOT_FOUND, "Method not found: " + method, null);
    }

    @Override
    public String getMessage() {
        return message;
    }

    public int status() {
        return status;
    }

    public int code() {
        return code;
    }

    /** What the error tells beside its message. */
    public Optional<JsonObject> data() {
        return Optional.ofNullable(data);
    }
}
