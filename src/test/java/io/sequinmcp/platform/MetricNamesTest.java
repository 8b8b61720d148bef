package io.sequinmcp.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.sequinmcp.Golden;
import io.sequinmcp.gateway.TestConnectors;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The names in alerts, dashboard and documentation are those of a real scrape. */
@QuarkusTest
class MetricNamesTest {
    private static final Path OPERATIONS = Path.of("src/docs/operations.md");
    private static final Pattern NAME =
            Pattern.compile("\\b(?:sequin_mcp|mcp_server|jvm|process|http_server)_[a-z0-9_]+\\b");
    /** Labels that Prometheus adds, and one that a metric has only at times. */
    private static final Set<String> OUR_LABELS =
            Set.of("account", "gen_ai_tool_name", "kind", "limit", "mcp_method_name", "outcome", "reason", "tool");

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @BeforeEach
    void have_everything_measured_once() {
        // The ledgers come into being with the first tool that asks for them
        for (String call : List.of(
                "{\"name\":\"list_sinks\",\"arguments\":{}}",
                "{\"name\":\"list_deliveries\",\"arguments\":{}}",
                "{\"name\":\"plan_delete\",\"arguments\":{\"kind\":\"sink\",\"id_or_name\":\"none\"}}")) {
            given().contentType("application/json")
                    .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":" + call + "}")
                    .post("/mcp/" + TestConnectors.ALL);
        }
    }

    @Test
    void alerts_and_dashboard_name_what_there_is() throws IOException {
        Set<String> known = scrape().lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        for (String file : List.of("alerts.yaml", "dashboard.json")) {
            String text = Files.readString(Path.of("helm/sequin-mcp/files", file));
            Set<String> named = NAME.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> !OUR_LABELS.contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(named).as(file).hasSizeGreaterThan(5);
            // The alert's advice names a metric without its suffix
            named.remove("sequin_mcp_upstream_requests_seconds");
            assertThat(known).as(file).containsAll(named);
        }
    }

    @Test
    void the_table_of_metrics_is_that_of_a_scrape() {
        Map<String, String> described = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        scrape().lines().forEach(line -> {
            if (line.startsWith("# HELP ")) {
                String[] parts = line.split(" ", 4);
                described.put(parts[2], parts.length > 3 ? parts[3] : "");
            } else if (line.startsWith("# TYPE ")) {
                String[] parts = line.split(" ", 4);
                types.put(parts[2], parts[3]);
            } else {
                String name = line.split("[{ ]", 2)[0];
                Matcher label = Pattern.compile("([a-z_]+)=\"").matcher(line);
                while (label.find()) {
                    if (!label.group(1).equals("le")) {
                        labels.computeIfAbsent(name, it -> new TreeSet<>()).add(label.group(1));
                    }
                }
            }
        });
        StringBuilder table = new StringBuilder("| metric | kind | labels | what it is |\n|---|---|---|---|\n");
        described.forEach((name, what) -> {
            if ((name.startsWith("sequin_mcp_") || name.startsWith("mcp_server_")) && !name.endsWith("_max")) {
                String kind = types.getOrDefault(name, "");
                // What OpenMetrics calls the family, and what Prometheus asks for
                String asked = kind.equals("counter") ? name + "_total" : name;
                Set<String> own = labels.getOrDefault(asked, labels.getOrDefault(name + "_count", Set.of()));
                String named = own.isEmpty() ? "" : "`" + String.join("`, `", own) + "`";
                table.append("| `%s` | %s | %s | %s |%n".formatted(asked, kind, named, what));
            }
        });
        Golden.holdsBetween(OPERATIONS, "metrics", table.toString());
    }

    private String scrape() {
        return RestAssured.get(metrics).then().statusCode(200).extract().asString();
    }
}
