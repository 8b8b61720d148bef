package io.sequinmcp.tools;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.fge.jsonschema.core.exceptions.ProcessingException;
import com.github.fge.jsonschema.main.JsonSchemaFactory;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkiverse.mcp.server.test.McpAssured;
import io.quarkiverse.mcp.server.test.McpAssured.McpStreamableTestClient;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.Golden;
import io.sequinmcp.gateway.TestConnectors;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.tools.ToolSurface.Definition;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reference of all tools: every example in it is called on the sandbox, and its answer is as declared. */
@QuarkusTest
class ReferenceTest {
    private static final Path REFERENCE = Path.of("src/main/resources/META-INF/resources/tools.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    ToolManager tools;

    Map<String, Definition> definitions;

    @BeforeEach
    void look() {
        definitions = new TreeMap<>();
        ToolSurface.of(tools).everything().forEach(tool -> definitions.put(tool.name(), tool));
    }

    @Test
    void every_tool_has_an_example() {
        Set<String> shown = Example.all().stream()
                .filter(example -> example.request() != null)
                .map(Example::tool)
                .collect(Collectors.toSet());

        assertThat(shown).isEqualTo(definitions.keySet());
    }

    @Test
    void every_example_works() {
        McpStreamableTestClient client = McpAssured.newStreamableClient()
                .setMcpPath("/mcp/" + TestConnectors.EVERYTHING)
                .build()
                .connect();
        Map<String, String> kept = new HashMap<>();

        for (Example example : Example.all()) {
            client.when()
                    .toolsCall(example.tool(), example.argumentsWith(kept), response -> {
                        JsonNode structured = answerOf(example, response);
                        example.holdsIn(structured);
                        if (example.keep() != null) {
                            example.keep()
                                    .forEach((name, pointer) -> kept.put(
                                            name, structured.at(pointer).asText()));
                        }
                    })
                    .thenAssertResults();
        }

        client.disconnect();
    }

    @Test
    void the_reference_is_as_reviewed_and_so_is_what_every_tool_refuses() {
        Golden.holds(REFERENCE, reference(refusals()));
    }

    /** What comes back from a call of each tool that it refuses. */
    private Map<String, Refusal> refusals() {
        Map<String, Refusal> refusals = new TreeMap<>();
        Agent agent = new Agent(TestConnectors.EVERYTHING);
        JsonNode calls = Example.refused();
        assertThat(calls.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(definitions.keySet());
        calls.fields().forEachRemaining(call -> {
            JsonObject problem =
                    agent.refusal(call.getKey(), new JsonObject(call.getValue().toString()).getMap());
            assertThat(problem.getString("message")).as(call.getKey()).isNotBlank();
            refusals.put(
                    call.getKey(),
                    new Refusal(call.getValue().toString(), problem.getString("code"), problem.getString("message")));
        });
        return refusals;
    }

    private record Refusal(String arguments, String code, String message) {
        String section() {
            return "\nRefused, for example, is `" + arguments + "`, with `" + code + "`: " + message.replace("\n", " ")
                    + "\n";
        }
    }

    private JsonNode answerOf(Example example, ToolResponse response) {
        String text = response.content().isEmpty()
                ? ""
                : response.content().get(0).asText().text();
        assertThat(response.isError()).as("%s: %s", example.tool(), text).isFalse();
        JsonNode structured = parse(Json.encode(response.structuredContent()));
        assertThat(unbounded(parse(text)))
                .as("%s says the same as text", example.tool())
                .isEqualTo(structured);
        assertThat(structured.toString())
                .as("%s leaves nothing empty", example.tool())
                .doesNotContain(":null");
        assertThat(conforms(example.tool(), structured))
                .as("%s answers as its output schema says", example.tool())
                .isEmpty();
        return structured;
    }

    /** Without the first and the last member, which say where data begins and ends. */
    private static JsonNode unbounded(JsonNode text) {
        List<String> names = new ArrayList<>();
        text.fieldNames().forEachRemaining(names::add);
        String mark = names.get(0).replaceFirst("^data_", "");
        assertThat(names.get(names.size() - 1)).isEqualTo("end_" + mark);
        return ((ObjectNode) text).remove(List.of("data_" + mark, "end_" + mark));
    }

    private String conforms(String tool, JsonNode structured) {
        try {
            JsonNode schema =
                    Objects.requireNonNull(definitions.get(tool)).json().path("outputSchema");
            var report = JsonSchemaFactory.byDefault().getJsonSchema(schema).validate(structured);
            return report.isSuccess() ? "" : report.toString();
        } catch (ProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private String reference(Map<String, Refusal> refusals) {
        StringBuilder page = new StringBuilder(
                """
                # Tools

                What an agent can do with Sequin through this service. Every tool is classed by what it does; a scope selects
                tools by class and tag. Required parameters are set in bold. Every example is called by a test on the sandbox.

                What fails, fails in one shape: `isError`, with a `code` (%s), a `message`, where they are
                known the `field` at fault, what is `allowed` there, the `corrected` arguments, the calls under `next` that lead on, and
                `retry_after_seconds`. A refused call has changed nothing. Of a call under `next`, in errors as in answers, `ask` names the
                arguments that only the user knows.
                """
                        .formatted(Stream.of(Problem.Code.values())
                                .map(code -> "`" + code.name().toLowerCase(Locale.ROOT) + "`")
                                .collect(joining(", "))));
        for (String tag : ToolSurface.TAGS) {
            List<Definition> ofTag = definitions.values().stream()
                    .filter(tool -> tool.tag().equals(tag))
                    .toList();
            if (!ofTag.isEmpty()) {
                page.append("\n## ").append(tag).append('\n');
                ofTag.forEach(tool -> page.append(section(tool))
                        .append(Objects.requireNonNull(refusals.get(tool.name()))
                                .section()));
            }
        }
        return page.toString();
    }

    private static String section(Definition tool) {
        String examples = Example.all().stream()
                .filter(example -> example.tool().equals(tool.name()) && example.request() != null)
                .map(ReferenceTest::example)
                .collect(joining());
        return "\n### " + tool.name() + "\n\n"
                + tool.description() + "\n\n"
                + effects(tool) + "\n"
                + parameters(tool) + examples;
    }

    private static String effects(Definition tool) {
        JsonNode hints = tool.json().path("annotations");
        return "Class `" + tool.effect().name().toLowerCase(Locale.ROOT) + "`"
                + (hints.path("readOnlyHint").asBoolean() ? ", changes nothing" : "")
                + (hints.path("destructiveHint").asBoolean() ? ", can destroy" : "")
                + (hints.path("idempotentHint").asBoolean() ? ", can be repeated" : ", does more when repeated")
                + ".\n";
    }

    private static String parameters(Definition tool) {
        StringBuilder table = new StringBuilder();
        JsonNode required = tool.input().path("required");
        tool.input().path("properties").fields().forEachRemaining(property -> {
            if (table.isEmpty()) {
                table.append("| parameter | type | meaning |\n|---|---|---|\n");
            }
            boolean needed = required.toString().contains("\"" + property.getKey() + "\"");
            table.append("| %s | %s | %s |\n"
                    .formatted(
                            needed ? "**`" + property.getKey() + "`**" : "`" + property.getKey() + "`",
                            type(property.getValue()),
                            property.getValue().path("description").asText().replace("|", "\\|")));
        });
        return table.isEmpty() ? "" : table.append('\n').toString();
    }

    private static String type(JsonNode property) {
        String type = property.path("type").asText();
        if (property.has("items")) {
            type = "list of " + type(property.path("items"));
        } else if (property.has("enum")) {
            StringBuilder values = new StringBuilder();
            property.path("enum").forEach(value -> values.append(values.isEmpty() ? "" : ", ")
                    .append('`')
                    .append(value.asText())
                    .append('`'));
            type = values.toString();
        }
        if (property.has("minimum")) {
            type += " " + property.path("minimum") + " to " + property.path("maximum");
        }
        return property.has("default")
                ? type + ", default " + property.path("default").asText()
                : type;
    }

    private static String example(Example example) {
        return "> " + example.request() + "\n\n```json\n" + example.arguments() + "\n```\n\nThe answer holds "
                + example.answer().entrySet().stream()
                        .map(part -> "`" + part.getKey() + "`"
                                + (part.getValue().asText().equals("*")
                                        ? ""
                                        : " = `" + part.getValue().asText() + "`"))
                        .collect(joining(", "))
                + ".\n";
    }
}
