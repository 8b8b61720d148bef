package io.sequinmcp.tools;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.Golden;
import io.sequinmcp.tools.ToolSurface.Definition;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people and agents read about the tools is true of them. */
@QuarkusTest
class AgentDocsTest {
    private static final Path PAGE = Path.of("src/docs/agents.md");
    private static final Path LLMS = Path.of("src/main/resources/META-INF/resources/llms.txt");
    private static final Path README = Path.of("README.md");
    private static final int THEIR_TOOLS = 27;

    @Inject
    ToolManager tools;

    ToolSurface surface;

    @BeforeEach
    void look() {
        surface = ToolSurface.of(tools);
    }

    @Test
    void the_page_says_what_each_tool_costs() {
        StringBuilder table = new StringBuilder("| tool | tokens | on the wire |\n|---|---:|---:|\n");
        for (Definition tool : surface.everything()) {
            table.append("| `%s` | %d | %d |%n".formatted(tool.name(), tool.tokens(), tool.tokensOnTheWire()));
        }
        table.append("| **all default tools** | **%d** | **%d** |%n"
                .formatted(
                        surface.defaults().stream().mapToInt(Definition::tokens).sum(),
                        surface.defaults().stream()
                                .mapToInt(Definition::tokensOnTheWire)
                                .sum()));
        table.append("| **all that only read** | **%d** | **%d** |%n"
                .formatted(
                        surface.readOnly().stream().mapToInt(Definition::tokens).sum(),
                        surface.readOnly().stream()
                                .mapToInt(Definition::tokensOnTheWire)
                                .sum()));
        Golden.holdsBetween(PAGE, "costs", table.toString());
    }

    @Test
    void the_readme_says_it_in_one_line() {
        assumeThat(README).exists();
        Golden.holdsBetween(
                README,
                "cost",
                "All default tools cost a model %,d tokens, those that only read %,d; 6,000 are the most that the build lets pass.%n"
                        .formatted(
                                surface.defaults().stream()
                                        .mapToInt(Definition::tokens)
                                        .sum(),
                                surface.readOnly().stream()
                                        .mapToInt(Definition::tokens)
                                        .sum()));
    }

    @Test
    void who_comes_from_the_other_names_finds_ours() throws IOException {
        StringBuilder table = new StringBuilder("| Truto | name from | here |\n|---|---|---|\n");
        Set<String> known = names();
        JsonNode rows;
        try (InputStream file = AgentDocsTest.class.getResourceAsStream("/reference/truto.yaml")) {
            rows = new YAMLMapper().readTree(file);
        }
        assertThat(rows).hasSize(THEIR_TOOLS);
        for (JsonNode row : rows) {
            Set<String> ours = new LinkedHashSet<>();
            row.path("ours").forEach(name -> ours.add(name.asText()));
            assertThat(known).containsAll(ours);
            table.append("| `%s` | %s | %s%s |%n"
                    .formatted(
                            row.path("theirs").asText(),
                            row.path("from").asText(),
                            ours.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", then ")),
                            row.has("note") ? " (" + row.path("note").asText() + ")" : ""));
        }
        Golden.holdsBetween(PAGE, "truto", table.toString());
    }

    @Test
    void llms_txt_is_served_and_names_every_tool_by_tag() {
        StringBuilder page = new StringBuilder(
                """
                # Sequin MCP

                > A self-hosted server of the Model Context Protocol that lets agents run Sequin (Postgres change data capture): sinks, backfills, pull consumers, databases. It speaks streamable HTTP at /mcp/{token}, or at /mcp with the token as Authorization: Bearer or x-api-key.

                A connector has some of the tools below, as its operator scoped it. Every answer is JSON; next holds calls that lead on, an error names the argument at fault and what it may be. Deletions and YAML take two steps: a plan, then the call with its plan_id.

                ## Docs

                - [Tools](/tools.md): parameters, effects, errors and an example of each
                - [Traps](/traps.md): what Sequin does that nobody expects, and what a caller gets instead
                - [Admin API](/q/openapi): accounts, connectors, caller tokens

                ## Tools

                """);
        for (String tag : ToolSurface.TAGS) {
            page.append("- ")
                    .append(tag)
                    .append(": ")
                    .append(surface.everything().stream()
                            .filter(tool -> tool.tag().equals(tag))
                            .map(Definition::name)
                            .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        Golden.holds(LLMS, page.toString());

        String served = given().get("/llms.txt")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .extract()
                .asString();
        assertThat(served).startsWith("# Sequin MCP");
        for (String linked : new String[] {"/tools.md", "/traps.md", "/q/openapi"}) {
            given().get(linked).then().statusCode(200);
        }
    }

    @Test
    void the_page_speaks_of_no_tool_that_is_not_there() throws IOException {
        Set<String> known = names();
        known.addAll(Set.of(
                "fix_stalled_consumer", "run_backfill", "after_migration", "retire_database", "audit_pipelines"));
        String page = Files.readString(PAGE);
        Matcher name = Pattern.compile("`([a-z]+(?:_[a-z]+)+)`").matcher(page);
        while (name.find()) {
            boolean theirs = name.group(1).contains("sequin_stream");
            assertThat(theirs || known.contains(name.group(1)) || name.group(1).equals("wait_seconds"))
                    .as(name.group(1))
                    .isTrue();
        }
    }

    private Set<String> names() {
        return surface.everything().stream().map(Definition::name).collect(Collectors.toCollection(HashSet::new));
    }
}
