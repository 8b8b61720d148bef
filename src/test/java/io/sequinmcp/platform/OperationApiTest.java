package io.sequinmcp.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.gateway.TestConnectors;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

/** What operators ask of a running service, and change of it: what runs, how it is, what it logs. */
@QuarkusTest
class OperationApiTest {
    private static final String ADMIN = "admin-token-of-the-tests-0000000000000000";

    @TestHTTPResource(value = "/health", management = true)
    URI health;

    @Inject
    LogLevels levels;

    @Inject
    Accounts accounts;

    @Test
    void tells_what_runs() {
        String info = admin().get("/api/v1/info")
                .then()
                .statusCode(200)
                .body("name", equalTo("sequin-mcp"))
                .body("version", matchesPattern("\\d+\\.\\d+\\.\\d+.*"))
                .body("store", equalTo("h2"))
                .body("sandbox", equalTo(true))
                .body("oauth", equalTo(false))
                .body("tracing", equalTo(false))
                .body("protocol_versions", hasItems("2025-11-25", "2024-11-05"))
                .body("protocol_versions[0]", equalTo("2026-07-28"))
                .body("accounts.find { it.name == 'default' }.reachable", equalTo(true))
                .body("accounts.find { it.name == 'default' }.sequin_version", matchesPattern("v?\\d+\\.\\d+.*"))
                .body("accounts.find { it.name == 'nowhere' }.reachable", equalTo(false))
                .body("accounts.find { it.name == 'nowhere' }.problem", containsString("nowhere"))
                .extract()
                .asString();
        assertThat(info).doesNotContain("token", "api-token-of-nowhere", "smcp_");
    }

    @Test
    void is_ready_with_a_store_whatever_sequin_does_and_tells_of_both() {
        given().get(health + "/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'Database connections health check' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'Sequin of each account' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'Sequin of each account' }.data.default", startsWith("reachable"))
                .body("checks.find { it.name == 'Sequin of each account' }.data.nowhere", startsWith("not "));
        given().get(health + "/live")
                .then()
                .statusCode(200)
                .body("checks.name", everyItem(not(containsString("Sequin"))));
        given().get(health + "/started").then().statusCode(200);
    }

    @Test
    void a_level_is_changed_and_goes_back() {
        admin().body("{\"level\": \"debug\"}")
                .put("/api/v1/loggers/io.sequinmcp.plans")
                .then()
                .statusCode(200)
                .body("level", equalTo("DEBUG"))
                .body("configured", equalTo("DEBUG"));
        assertThat(Logger.getLogger("io.sequinmcp.plans.Plans").isLoggable(org.jboss.logmanager.Level.DEBUG))
                .isTrue();
        admin().get("/api/v1/loggers")
                .then()
                .body("loggers.find { it.category == 'io.sequinmcp.plans' }.level", equalTo("DEBUG"));

        admin().body("{\"level\": null}")
                .put("/api/v1/loggers/io.sequinmcp.plans")
                .then()
                .statusCode(200)
                .body("level", equalTo("INFO"))
                .body("configured", nullValue());
    }

    @Test
    void other_categories_and_levels_are_refused_with_what_there_is() {
        admin().body("{\"level\": \"TRACE\"}")
                .put("/api/v1/loggers/io.netty")
                .then()
                .statusCode(404)
                .body("detail", containsString("io.sequinmcp.gateway"));
        admin().body("{\"level\": \"LOUD\"}")
                .put("/api/v1/loggers/io.sequinmcp")
                .then()
                .statusCode(400)
                .body("errors.detail", hasItem(containsString("TRACE")));
        admin().body("{\"level\": 5}")
                .put("/api/v1/loggers/io.sequinmcp")
                .then()
                .statusCode(400);
        admin().body("{}").put("/api/v1/loggers/io.sequinmcp").then().statusCode(400);
    }

    /** The last look of the console's filter is not even needed for ours and Sequin's. */
    @Test
    void no_token_is_logged_at_the_lowest_level_of_all() {
        List<String> logged = Collections.synchronizedList(new ArrayList<>());
        NoSecretsInLogs filter = new NoSecretsInLogs();
        Handler ear = new Handler() {
            @Override
            public void publish(LogRecord record) {
                filter.isLoggable(record);
                String message =
                        record instanceof ExtLogRecord extended ? extended.getFormattedMessage() : record.getMessage();
                logged.add(record.getLoggerName() + " " + message + " " + record.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("").addHandler(ear);
        try {
            levels.all().forEach(it -> levels.set(it.category(), "TRACE"));
            for (String tool : List.of("list_sinks", "list_databases", "get_health")) {
                given().contentType("application/json")
                        .body(
                                """
                        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":{}}}"""
                                        .formatted(tool))
                        .post("/mcp/" + TestConnectors.READER)
                        .then()
                        .statusCode(200);
            }
            given().body("{}").post("/mcp/" + TestConnectors.UNKNOWN);
            given().header("x-api-key", TestConnectors.READER).body("{}").post("/mcp");
            admin().get("/api/v1/accounts").then().statusCode(200);
        } finally {
            levels.all().forEach(it -> levels.set(it.category(), null));
            Logger.getLogger("").removeHandler(ear);
        }

        String token = accounts.named("default").orElseThrow().apiToken();
        assertThat(logged).anyMatch(line -> line.contains("io.sequinmcp") && line.contains("list_sinks: ok"));
        assertThat(logged)
                .noneMatch(line -> line.contains(TestConnectors.READER) || line.contains(TestConnectors.UNKNOWN))
                .noneMatch(line -> line.contains(ADMIN))
                .noneMatch(line -> line.contains(token));
    }

    @Test
    void a_level_that_is_none_is_refused_before_anything_is_set() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> levels.set("io.sequinmcp", "ALL"))
                .isInstanceOf(AdminRefusal.class);
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + ADMIN).contentType("application/json");
    }
}
