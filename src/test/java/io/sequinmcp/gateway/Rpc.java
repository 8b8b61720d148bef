package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;

/** Messages of any method as bare HTTP, without a session. */
public record Rpc(String token) {
    /** The answer, whatever its status. */
    public ValidatableResponse post(String method, JsonObject params) {
        return given().contentType("application/json")
                .body(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", "message-1")
                        .put("method", method)
                        .put("params", params)
                        .encode())
                .post("/mcp/" + token)
                .then();
    }

    /** The answer as it is on the wire. */
    public String text(String method, JsonObject params) {
        return post(method, params).statusCode(200).extract().asString();
    }

    /** What comes back: a result or an error. */
    public JsonObject send(String method, JsonObject params) {
        return new JsonObject(text(method, params));
    }

    public JsonObject result(String method, JsonObject params) {
        JsonObject answer = send(method, params);
        if (!answer.containsKey("result")) {
            throw new AssertionError(answer.encode());
        }
        return answer.getJsonObject("result");
    }

    public JsonObject error(String method, JsonObject params) {
        JsonObject answer = send(method, params);
        if (!answer.containsKey("error")) {
            throw new AssertionError(answer.encode());
        }
        return answer.getJsonObject("error");
    }

    /** What {@code initialize} answers. */
    public JsonObject initialize() {
        return result(
                "initialize",
                new JsonObject()
                        .put("protocolVersion", "2025-11-25")
                        .put("clientInfo", new JsonObject().put("name", "test").put("version", "1"))
                        .put("capabilities", new JsonObject()));
    }
}
