package io.sequinmcp.traps;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.gateway.AnswerSchemas;
import io.sequinmcp.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls tools as an agent does. As bare HTTP: a client library would leave explicit nulls out, and a session costs more
 * than a call.
 */
final class Agent {
    private final String token;

    Agent(String token) {
        this.token = token;
    }

    /** What a call was answered with. */
    record Said(boolean error, JsonNode content) {
        JsonNode at(String pointer) {
            return content.at(pointer);
        }

        String text(String pointer) {
            return at(pointer).asText();
        }

        List<String> list(String pointer) {
            List<String> texts = new ArrayList<>();
            at(pointer).forEach(item -> texts.add(item.isTextual() ? item.textValue() : item.toString()));
            return texts;
        }

        String code() {
            return text("/code");
        }

        String message() {
            return text("/message");
        }
    }

    /** What a model reads of an answer. */
    String text(String tool, String arguments) {
        return result(tool, arguments).at("/content/0/text").asText();
    }

    private JsonNode result(String tool, String arguments) {
        return Json.parse(given().contentType("application/json")
                        .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                                + "\",\"arguments\":" + ObservedSequin.json(arguments) + "}}")
                        .post("/mcp/" + token)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .orElseThrow()
                .path("result");
    }

    /** Calls a tool that may fail; the arguments are JSON, in which single quotes may stand for double ones. */
    Said call(String tool, String arguments) {
        JsonNode result = result(tool, arguments);
        JsonNode structured = result.path("structuredContent");
        assertThat(unbounded(Json.parse(result.at("/content/0/text").asText()).orElseThrow()))
                .as("the same as text")
                .isEqualTo(structured);
        AnswerSchemas.hold(tool, structured.toString());
        return new Said(result.path("isError").asBoolean(), structured);
    }

    /** Calls a tool that has to work. */
    Said does(String tool, String arguments) {
        Said said = call(tool, arguments);
        assertThat(said.error()).as("%s: %s", tool, said.content()).isFalse();
        return said;
    }

    /** Calls a tool that has to refuse. */
    Said refused(String tool, String arguments) {
        Said said = call(tool, arguments);
        assertThat(said.error()).as("%s: %s", tool, said.content()).isTrue();
        return said;
    }

    /** Without the members that say where data begins and ends. */
    private static JsonNode unbounded(JsonNode text) {
        List<String> marks = new ArrayList<>();
        text.fieldNames().forEachRemaining(name -> {
            if (name.matches("(data|end)_[0-9]{9}")) {
                marks.add(name);
            }
        });
        return ((ObjectNode) text).remove(marks);
    }
}
