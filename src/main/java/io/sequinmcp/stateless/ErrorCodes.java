package io.sequinmcp.stateless;

import io.quarkiverse.mcp.server.JsonRpcErrorCodes;

/** The codes of errors as this version has them. */
final class ErrorCodes {
    static final int INVALID_REQUEST = JsonRpcErrorCodes.INVALID_REQUEST;
    static final int METHOD_NOT_FOUND = JsonRpcErrorCodes.METHOD_NOT_FOUND;
    static final int INVALID_PARAMS = JsonRpcErrorCodes.INVALID_PARAMS;
    static final int INTERNAL_ERROR = JsonRpcErrorCodes.INTERNAL_ERROR;
    static final int HEADER_MISMATCH = -32020;
    static final int MISSING_REQUIRED_CLIENT_CAPABILITY = -32021;
    static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    private ErrorCodes() {}

    /** What the extension calls an error, as this version calls it: an unknown resource is an invalid parameter. */
    static int of(int code) {
        return code == JsonRpcErrorCodes.RESOURCE_NOT_FOUND ? INVALID_PARAMS : code;
    }

    /** The HTTP status of an answer with that error. */
    static int status(int code) {
        return switch (code) {
            case METHOD_NOT_FOUND -> 404;
            case INVALID_REQUEST, MISSING_REQUIRED_CLIENT_CAPABILITY -> 400;
            default -> 200;
        };
    }
}
