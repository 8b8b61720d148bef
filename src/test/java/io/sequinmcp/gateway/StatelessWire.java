package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request of MCP 2026-07-28 as bare HTTP, right in every way but what a test changes. */
public final class StatelessWire {
    public static final String VERSION = "2026-07-28";
    private static final String PREFIX = "io.modelcontextprotocol/";

    private final String method;
    private final JsonObject params;
    private final Map<String, Object> headers = new HashMap<>();
    private @Nullable Object id = "request-1";

    private StatelessWire(String method, JsonObject params) {
        this.method = method;
        this.params = params.put(
                "_meta",
                new JsonObject()
                        .put(PREFIX + "protocolVersion", VERSION)
                        .put(
                                PREFIX + "clientInfo",
                                new JsonObject().put("name", "wire").put("version", "1.2"))
                        .put(PREFIX + "clientCapabilities", new JsonObject()));
        headers.put("MCP-Protocol-Version", VERSION);
        headers.put("Mcp-Method", method);
    }

    public static StatelessWire request(String method) {
        return new StatelessWire(method, new JsonObject());
    }

    public static StatelessWire call(String tool, Map<String, ?> arguments) {
        StatelessWire wire = new StatelessWire(
                "tools/call",
                new JsonObject().put("name", tool).put("arguments", new JsonObject(new HashMap<>(arguments))));
        return wire.header("Mcp-Name", tool);
    }

    public StatelessWire header(String name, Object value) {
        headers.put(name, value);
        return this;
    }

    public StatelessWire without(String header) {
        headers.remove(header);
        return this;
    }

    public StatelessWire id(@Nullable Object other) {
        id = other;
        return this;
    }

    public StatelessWire param(String name, @Nullable Object value) {
        params.put(name, value);
        return this;
    }

    public StatelessWire meta(String name, Object value) {
        params.getJsonObject("_meta").put(name.contains("Token") ? name : PREFIX + name, value);
        return this;
    }

    public StatelessWire withoutMeta(String name) {
        params.getJsonObject("_meta").remove(PREFIX + name);
        return this;
    }

    public StatelessWire offering(String capability) {
        return meta("clientCapabilities", new JsonObject().put(capability, new JsonObject()));
    }

    String body() {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", params)
                .encode();
    }

    Map<String, Object> headers() {
        return headers;
    }

    public ValidatableResponse post(String token) {
        return post(token, body());
    }

    ValidatableResponse post(String token, String body) {
        RequestSpecification request = given().contentType("application/json");
        headers.forEach(request::header);
        return request.body(body).post("/mcp/" + token).then();
    }

    public JsonObject result(String token) {
        return new JsonObject(post(token).statusCode(200).extract().asString()).getJsonObject("result");
    }
}
