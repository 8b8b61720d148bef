package io.sequinmcp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.fge.jsonschema.core.exceptions.ProcessingException;
import com.github.fge.jsonschema.main.JsonSchema;
import com.github.fge.jsonschema.main.JsonSchemaFactory;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds answers of tools against the output schemas that a client is told, and the calls that they propose against the
 * input schemas.
 */
public final class AnswerSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();
    private static final Map<String, JsonNode> INPUTS = new ConcurrentHashMap<>();

    private AnswerSchemas() {}

    /** Fails if the answer, which may be an error, is not as the tool declares. */
    public static void hold(String tool, String structured) {
        if (SCHEMAS.isEmpty()) {
            SCHEMAS.putAll(declared());
        }
        JsonSchema schema = SCHEMAS.get(tool);
        if (schema == null) {
            return; // A tool that the test asks for though it is not there
        }
        try {
            var report = schema.validate(JSON.readTree(structured));
            assertThat(report.isSuccess())
                    .as("%s answers as its output schema says: %s", tool, report)
                    .isTrue();
            JsonNode answer = JSON.readTree(structured);
            // A call that is corrected keeps the other names that its caller has for arguments
            if (!answer.has("corrected")) {
                holdProposals(answer);
            }
        } catch (JsonProcessingException | ProcessingException e) {
            throw new AssertionError(structured, e);
        }
    }

    /** What is proposed is complete, but for what it says is to be asked for. */
    private static void holdProposals(JsonNode node) {
        JsonNode input = INPUTS.get(node.path("tool").asText());
        if (input != null && node.path("arguments").isObject()) {
            Set<String> given = new HashSet<>();
            node.path("arguments").fieldNames().forEachRemaining(given::add);
            node.path("ask").forEach(name -> given.add(name.asText()));
            Set<String> required = new HashSet<>();
            input.path("required").forEach(name -> required.add(name.asText()));
            assertThat(given).as("what %s needs", node).containsAll(required);
            assertThat(given).as("arguments of %s", node).allMatch(input.path("properties")::has);
        }
        node.forEach(AnswerSchemas::holdProposals);
    }

    private static Map<String, JsonSchema> declared() {
        Map<String, JsonSchema> schemas = new HashMap<>();
        for (Object tool : new Rpc(TestConnectors.EVERYTHING)
                .result("tools/list", new JsonObject())
                .getJsonArray("tools")) {
            JsonObject definition = (JsonObject) tool;
            try {
                INPUTS.put(
                        definition.getString("name"),
                        JSON.readTree(definition.getJsonObject("inputSchema").encode()));
                JsonNode schema =
                        JSON.readTree(definition.getJsonObject("outputSchema").encode());
                schemas.put(
                        definition.getString("name"),
                        JsonSchemaFactory.byDefault().getJsonSchema(schema));
            } catch (JsonProcessingException | ProcessingException e) {
                throw new AssertionError(definition.encode(), e);
            }
        }
        return schemas;
    }
}
