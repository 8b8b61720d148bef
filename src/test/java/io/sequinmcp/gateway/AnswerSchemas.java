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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds answers of tools against the output schemas that a client is told. */
public final class AnswerSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

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
        } catch (JsonProcessingException | ProcessingException e) {
            throw new AssertionError(structured, e);
        }
    }

    private static Map<String, JsonSchema> declared() {
        Map<String, JsonSchema> schemas = new HashMap<>();
        for (Object tool : new Rpc(TestConnectors.EVERYTHING)
                .result("tools/list", new JsonObject())
                .getJsonArray("tools")) {
            JsonObject definition = (JsonObject) tool;
            try {
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
