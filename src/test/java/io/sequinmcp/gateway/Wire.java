package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Calls of tools as bare HTTP. */
final class Wire {
    private Wire() {}

    /** The answer to a call without a session. */
    static ValidatableResponse call(String token, String tool, @Nullable Object arguments) {
        return given().contentType("application/json")
                .body(message(tool, arguments))
                .post("/mcp/" + token)
                .then()
                .statusCode(200);
    }

    static String message(String tool, @Nullable Object arguments) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", "call-1")
                .put("method", "tools/call")
                .put("params", new JsonObject().put("name", tool).put("arguments", arguments))
                .encode();
    }
}
