package io.sequinmcp.tools;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkiverse.mcp.server.FeatureManager.FeatureInfo;
import io.quarkiverse.mcp.server.PromptManager;
import io.quarkiverse.mcp.server.ResourceManager;
import io.quarkiverse.mcp.server.ResourceTemplateManager;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.Golden;
import io.sequinmcp.sequin.DestinationTypes;
import io.sequinmcp.tools.ToolSurface.Definition;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every tool must declare, what all of them may cost, and the files that show a change of them in review. */
@QuarkusTest
class ToolSurfaceTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    /** What the console shows: counted here, so that no encoding is needed at run time. */
    private static final Path COUNTED = Path.of("src/main/resources/io/sequinmcp/gateway/tokens.properties");

    private static final Path README = Path.of("README.md");
    private static final int BUDGET = 6_000;
    private static final int BUDGET_OF_ONE = 400;
    private static final int BUDGET_OF_SINK_WRITES = 600;
    private static final Set<String> SINK_WRITES = Set.of("create_sink", "update_sink");
    private static final int MAX_SCHEMA_BYTES = 8 * 1024;

    @Inject
    ToolManager tools;

    @Inject
    PromptManager prompts;

    @Inject
    ResourceManager resources;

    @Inject
    ResourceTemplateManager templates;

    ToolSurface surface;

    @BeforeEach
    void look() {
        surface = ToolSurface.of(tools);
    }

    @Test
    void definitions_are_as_reviewed() {
        Golden.holds(GOLDEN.resolve("tools.json"), ToolSurface.pretty(surface.everything()));
    }

    @Test
    void scopes_select_as_reviewed() {
        Golden.holds(
                GOLDEN.resolve("tools-by-scope.txt"),
                scope("read", surface.readOnly())
                        + scope("default", surface.defaults())
                        + scope("everything", surface.everything()));
    }

    @Test
    void budgets_hold() {
        List<Definition> defaults = surface.defaults();
        int total = defaults.stream().mapToInt(Definition::tokens).sum();
        Golden.holds(GOLDEN.resolve("tokens.txt"), costs(total));
        Golden.holds(COUNTED, counted());

        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(total).as("tokens of all default tools").isLessThanOrEqualTo(BUDGET);
            for (Definition tool : surface.everything()) {
                softly.assertThat(tool.tokens())
                        .as("tokens of " + tool.name())
                        .isLessThanOrEqualTo(SINK_WRITES.contains(tool.name()) ? BUDGET_OF_SINK_WRITES : BUDGET_OF_ONE);
                softly.assertThat(tool.input().toString().getBytes(StandardCharsets.UTF_8).length)
                        .as("bytes of the input schema of " + tool.name())
                        .isLessThanOrEqualTo(MAX_SCHEMA_BYTES);
            }
        });
    }

    @Test
    void the_sink_types_offered_are_those_of_the_api_description() {
        Definition describe = surface.everything().stream()
                .filter(tool -> tool.name().equals("describe_sink_type"))
                .findFirst()
                .orElseThrow();

        assertThat(describe.input().at("/properties/type/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(DestinationTypes.names());
    }

    @Test
    void every_tool_says_what_it_is() {
        SoftAssertions.assertSoftly(softly -> {
            for (Definition tool : surface.everything()) {
                softly.assertThat(tool.name()).matches("[a-z]+(_[a-z]+)+").hasSizeLessThanOrEqualTo(32);
                softly.assertThat(tool.tag()).as("tag of " + tool.name()).isIn(ToolSurface.TAGS);
                softly.assertThat(tool.title())
                        .as("title of " + tool.name())
                        .matches("[A-Z][A-Za-z]+( [A-Za-z]+)*: [A-Z][a-z]+( [a-z]+)*");
                softly.assertThat(tool.description())
                        .as("description of " + tool.name())
                        .hasSizeBetween(40, 2_000)
                        .endsWith(".");
                JsonNode hints = tool.json().path("annotations");
                softly.assertThat(hints.path("title").asText())
                        .as("title among the hints of " + tool.name())
                        .isEqualTo(tool.title());
                softly.assertThat(hints.fieldNames())
                        .toIterable()
                        .as("hints of " + tool.name())
                        .contains("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");
                softly.assertThat(tool.json().has("outputSchema"))
                        .as(tool.name() + " has an output schema")
                        .isTrue();
            }
        });
    }

    /** Of a description, a connector reads no sentence that names a tool which it lacks. */
    @Test
    void texts_hold_without_the_sentences_that_name_other_tools() {
        Set<String> names = surface.everything().stream().map(Definition::name).collect(Collectors.toSet());
        SoftAssertions.assertSoftly(softly -> {
            for (Definition tool : surface.everything()) {
                softly.assertThat(firstSentence(tool.description()).split("[^a-z_]+"))
                        .as("first sentence of " + tool.name())
                        .doesNotContainAnyElementsOf(names);
                tool.input().findValuesAsText("description").forEach(text -> softly.assertThat(text.split("[^a-z_]+"))
                        .as("parameter of " + tool.name())
                        .doesNotContainAnyElementsOf(names));
            }
        });
    }

    @Test
    void hints_agree_with_the_class() {
        SoftAssertions.assertSoftly(softly -> {
            for (Definition tool : surface.everything()) {
                JsonNode hints = tool.json().path("annotations");
                boolean reads = Set.of(Effect.GET, Effect.LIST).contains(tool.effect());
                softly.assertThat(hints.path("readOnlyHint").asBoolean())
                        .as(tool.name() + " is read-only as it is classed")
                        .isEqualTo(reads);
                if (reads) {
                    softly.assertThat(hints.path("destructiveHint").asBoolean())
                            .as(tool.name() + " reads and so destroys nothing")
                            .isFalse();
                }
                if (tool.effect() == Effect.DELETE) {
                    softly.assertThat(hints.path("destructiveHint").asBoolean())
                            .as(tool.name() + " deletes and says so")
                            .isTrue();
                }
            }
        });
    }

    @Test
    void input_schemas_are_flat_and_closed() {
        SoftAssertions.assertSoftly(softly -> {
            for (Definition tool : surface.everything()) {
                JsonNode input = tool.input();
                softly.assertThat(input.toString()).as(tool.name()).doesNotContain("$ref", "$defs");
                softly.assertThat(Stream.of("anyOf", "oneOf", "allOf").filter(input::has))
                        .as("top-level choices of " + tool.name())
                        .isEmpty();
                softly.assertThat(input.path("additionalProperties").asBoolean(true))
                        .as(tool.name() + " refuses unknown parameters")
                        .isFalse();
                input.path("properties").fields().forEachRemaining(property -> {
                    softly.assertThat(property.getKey()).as(tool.name()).matches("[a-z][a-z0-9]*(_[a-z]+)*");
                    softly.assertThat(property.getValue().path("type").isTextual())
                            .as(tool.name() + " " + property.getKey() + " has a type")
                            .isTrue();
                    softly.assertThat(property.getValue().toString())
                            .as(tool.name() + " " + property.getKey() + " declares nothing below the first level")
                            .doesNotContain("\"properties\"");
                });
            }
        });
    }

    @Test
    void whatever_prompts_and_resources_show_tools_show_too() {
        Set<String> names = surface.everything().stream().map(Definition::name).collect(Collectors.toSet());

        assertThat(features()).hasSizeGreaterThanOrEqualTo(11).allSatisfy(feature -> assertThat(names)
                .containsAll(List.of(feature.method()
                        .orElseThrow()
                        .getAnnotation(FactsOf.class)
                        .value())));
    }

    private List<FeatureInfo> features() {
        return Stream.of(prompts, resources, templates)
                .flatMap(manager -> StreamSupport.stream(manager.spliterator(), false))
                .map(FeatureInfo.class::cast)
                .toList();
    }

    @Test
    void the_readme_lists_them() {
        assumeThat(README).exists();
        Golden.holdsBetween(README, "tools", table());
    }

    private String table() {
        StringBuilder table =
                new StringBuilder("| tag | tool | class | tokens | what it does |\n|---|---|---|---:|---|\n");
        for (String tag : ToolSurface.TAGS) {
            for (Definition tool : surface.everything()) {
                if (tool.tag().equals(tag)) {
                    table.append("| %s | `%s` | %s | %d | %s |%n"
                            .formatted(
                                    tag,
                                    tool.name(),
                                    lower(tool.effect()),
                                    tool.tokens(),
                                    firstSentence(tool.description())));
                }
            }
        }
        return table.toString();
    }

    private static String scope(String name, List<Definition> tools) {
        return name + " (" + tools.size() + ")\n"
                + tools.stream().map(tool -> "  " + tool.name() + "\n").collect(joining());
    }

    private String costs(int total) {
        StringBuilder costs = new StringBuilder("tokens  on the wire  tool\n");
        for (Definition tool : surface.everything()) {
            costs.append("%6d  %11d  %s%n".formatted(tool.tokens(), tool.tokensOnTheWire(), tool.name()));
        }
        int wire = surface.defaults().stream()
                .mapToInt(Definition::tokensOnTheWire)
                .sum();
        return costs.append("%6d  %11d  all default tools (budget %d)%n".formatted(total, wire, BUDGET))
                .toString();
    }

    private String counted() {
        return surface.everything().stream()
                .map(tool -> "%s=%d%n".formatted(tool.name(), tool.tokens()))
                .collect(joining(
                        "",
                        "# Tokens of each tool by o200k: name, description and input schema. Held by ToolSurfaceTest\n",
                        ""));
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static String lower(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }
}
