package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.gateway.AnswerSchemas;
import io.sequinmcp.gateway.Rpc;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** An agent that calls tools over the wire, without a session. */
record Agent(String token) {
    /** The answer, which is no error. */
    JsonObject call(String tool, Map<String, ?> arguments) {
        JsonObject result = result(tool, arguments);
        assertThat(result.getBoolean("isError")).as("%s: %s", tool, result).isFalse();
        return result.getJsonObject("structuredContent");
    }

    /** The call of a "next", as it stands. */
    JsonObject follow(JsonObject next) {
        return call(
                next.getString("tool"),
                next.getJsonObject("arguments", new JsonObject()).getMap());
    }

    /** The problem that the call ends in. */
    JsonObject refusal(String tool, Map<String, ?> arguments) {
        JsonObject result = result(tool, arguments);
        assertThat(result.getBoolean("isError")).as("%s: %s", tool, result).isTrue();
        return result.getJsonObject("structuredContent");
    }

    /** Whatever comes back: structured and as text. */
    JsonObject result(String tool, Map<String, ?> arguments) {
        JsonObject result = new JsonObject(text(tool, arguments)).getJsonObject("result");
        if (result != null && result.getJsonObject("structuredContent") != null) {
            AnswerSchemas.hold(tool, result.getJsonObject("structuredContent").encode());
        }
        return result;
    }

    /** The whole answer as it is on the wire. */
    String text(String tool, Map<String, ?> arguments) {
        return new Rpc(token)
                .text(
                        "tools/call",
                        new JsonObject().put("name", tool).put("arguments", new JsonObject(Map.copyOf(arguments))));
    }
}
