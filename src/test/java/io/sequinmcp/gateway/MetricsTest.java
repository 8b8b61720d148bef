package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a scrape tells, and what it must not: anything that clients can make up, and anybody's name or token. */
@QuarkusTest
class MetricsTest {
    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @Test
    void counts_and_times_calls_by_tool_outcome_and_account() {
        double before = value("sequin_mcp_calls_total", "account=\"nowhere\"", "outcome=\"ok\"", "tool=\"probe_who\"");
        double timed = value(
                "mcp_server_operation_duration_seconds_count",
                "mcp_method_name=\"tools/call\"",
                "gen_ai_tool_name=\"probe_who\"",
                "outcome=\"ok\"");

        IntStream.range(0, 3).forEach(turn -> Wire.call(TestConnectors.PROBE, "probe_who", null));

        assertThat(value("sequin_mcp_calls_total", "account=\"nowhere\"", "outcome=\"ok\"", "tool=\"probe_who\""))
                .isEqualTo(before + 3);
        assertThat(value(
                        "mcp_server_operation_duration_seconds_count",
                        "mcp_method_name=\"tools/call\"",
                        "gen_ai_tool_name=\"probe_who\"",
                        "outcome=\"ok\""))
                .isEqualTo(timed + 3);
        assertThat(lines())
                .anyMatch(line -> line.startsWith("mcp_server_operation_duration_seconds_bucket{")
                        && line.contains("gen_ai_tool_name=\"probe_who\"")
                        && line.contains("le=\"0.05\""));
    }

    @Test
    void tells_what_went_wrong_by_its_code() {
        double invalid = calls("probe_echo", "invalid_argument");
        double limited = calls("probe_problem", "rate_limited");
        double internal = calls("probe_plain", "internal");

        Wire.call(TestConnectors.PROBE, "probe_echo", null);
        Wire.call(TestConnectors.PROBE, "probe_problem", null);
        Wire.call(TestConnectors.PROBE, "probe_plain", new JsonObject().put("count", 2));

        assertThat(calls("probe_echo", "invalid_argument")).isEqualTo(invalid + 1);
        assertThat(calls("probe_problem", "rate_limited")).isEqualTo(limited + 1);
        assertThat(calls("probe_plain", "internal")).isEqualTo(internal + 1);
    }

    @Test
    void names_that_a_client_makes_up_are_one_and_the_same() {
        double before = calls("other", "no_such_tool");
        List<String> invented = IntStream.range(0, 40)
                .mapToObj(turn -> "made_up_" + UUID.randomUUID())
                .toList();

        invented.forEach(name -> given().contentType("application/json")
                .body(Wire.message(name, null))
                .post("/mcp/" + TestConnectors.PROBE));
        new Rpc(TestConnectors.PROBE).post("resources/read", new JsonObject().put("uri", "made_up://uri"));

        assertThat(calls("other", "no_such_tool")).isEqualTo(before + 40);
        assertThat(lines()).noneMatch(line -> line.contains("made_up"));
    }

    @Test
    void a_tool_out_of_scope_keeps_its_name() {
        double before = calls("probe_write", "no_such_tool");

        given().contentType("application/json")
                .body(Wire.message("probe_write", null))
                .post("/mcp/" + TestConnectors.PROBE_READER);

        assertThat(calls("probe_write", "no_such_tool")).isEqualTo(before + 1);
    }

    @Test
    void counts_requests_to_sequin_by_account() {
        double before = value(
                "sequin_mcp_upstream_requests_seconds_count", "account=\"default\"", "kind=\"call\"", "outcome=\"ok\"");

        Wire.call(TestConnectors.READER, "list_sinks", null);

        assertThat(value(
                        "sequin_mcp_upstream_requests_seconds_count",
                        "account=\"default\"",
                        "kind=\"call\"",
                        "outcome=\"ok\""))
                .isGreaterThan(before);
        assertThat(value("sequin_mcp_upstream_breaker", "account=\"default\"", "kind=\"call\""))
                .isZero();
    }

    @Test
    void counts_whom_the_door_turns_away() {
        double unknown = value("sequin_mcp_requests_refused_total", "reason=\"unknown_url\"");
        double bad = value("sequin_mcp_requests_refused_total", "reason=\"bad_token\"");
        double origin = value("sequin_mcp_requests_refused_total", "reason=\"origin\"");
        double admin = value("sequin_mcp_admin_refused_total", "reason=\"token\"");

        given().body("{}").post("/mcp/" + TestConnectors.UNKNOWN);
        given().body("{}").header("x-api-key", TestConnectors.UNKNOWN).post("/mcp");
        given().body("{}").header("Origin", "https://evil.example.com").post("/mcp/" + TestConnectors.PROBE);
        given().get("/api/v1/accounts");

        assertThat(value("sequin_mcp_requests_refused_total", "reason=\"unknown_url\""))
                .isEqualTo(unknown + 1);
        assertThat(value("sequin_mcp_requests_refused_total", "reason=\"bad_token\""))
                .isEqualTo(bad + 1);
        assertThat(value("sequin_mcp_requests_refused_total", "reason=\"origin\""))
                .isEqualTo(origin + 1);
        assertThat(value("sequin_mcp_admin_refused_total", "reason=\"token\"")).isEqualTo(admin + 1);
    }

    @Test
    void shows_the_store_and_the_ledgers() {
        assertThat(value("sequin_mcp_store_up")).isOne();
        assertThat(value("sequin_mcp_store_transactions_seconds_count", "outcome=\"ok\""))
                .isPositive();
        // The ledgers come into being with the first tool that asks for them
        Wire.call(TestConnectors.ALL, "list_deliveries", null);
        Wire.call(
                TestConnectors.ALL,
                "plan_delete",
                new JsonObject().put("kind", "sink").put("id_or_name", "none"));
        assertThat(lines()).anyMatch(line -> line.startsWith("sequin_mcp_deliveries_open "));
        assertThat(lines()).anyMatch(line -> line.startsWith("sequin_mcp_messages_total{outcome=\"acked\"}"));
        assertThat(lines()).anyMatch(line -> line.startsWith("sequin_mcp_plans_total{outcome=\"made\"}"));
    }

    @Test
    void tells_no_name_of_a_connector_and_no_token() {
        Wire.call(TestConnectors.READER, "list_sinks", null);
        Wire.call(TestConnectors.PROBE, "probe_who", null);
        given().body("{}").post("/mcp/" + TestConnectors.UNKNOWN);

        assertThat(lines())
                .noneMatch(line -> line.contains("smcp_") || line.contains("smct_"))
                .noneMatch(line -> line.contains("probe-reader") || line.contains("connector=\""))
                // The extension's own, whose labels clients make up
                .noneMatch(line -> line.startsWith("mcp_server_requests_"));
    }

    private double calls(String tool, String outcome) {
        return value("sequin_mcp_calls_total", "tool=\"" + tool + "\"", "outcome=\"" + outcome + "\"");
    }

    /** The sum of that metric over what has all these labels. */
    private double value(String name, String... labels) {
        return lines().stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private List<String> lines() {
        return RestAssured.get(metrics)
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .toList();
    }
}
