package io.sequinmcp.tools;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What has a protected name is seen by all, and changed, deleted, made or taken on by no connector that protects it.
 */
@QuarkusTest
class ProtectedNamesTest {
    private static final String ADMIN = "admin-token-of-the-tests-0000000000000000";
    private static final String DATABASE = "analytics_db";
    private static final JsonArray PROTECTED = JsonArray.of("keep-*", DATABASE);
    private static final Map<String, ?> STREAM = Map.of("type", "sequin_stream");

    private final Agent everything = new Agent(TestConnectors.EVERYTHING);

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void make() {
        for (String name : List.of(name("keep-sink"), name("open-sink"))) {
            everything.call("create_sink", sink(name));
        }
        for (String name : List.of(name("keep-hook"), name("open-hook"))) {
            everything.call("create_http_endpoint", Map.of("name", name, "url", "https://hooks.example.com"));
        }
    }

    /** Other tests count what there is. */
    @AfterEach
    void clearAway() {
        Agent free = new Agent(connector("default", new JsonArray()));
        for (String name : List.of(name("keep-sink"), name("open-sink"))) {
            free.call("delete_sink", Map.of("sink_id_or_name", name));
        }
        for (String name : List.of(name("keep-hook"), name("open-hook"))) {
            free.call("delete_http_endpoint", Map.of("http_endpoint_id_or_name", name));
        }
    }

    @Test
    void a_connector_changes_nothing_that_it_protects() {
        refusesToChange(new Agent(connector("default", PROTECTED)));
    }

    @Test
    void no_connector_of_an_account_changes_what_that_protects() {
        String account = "protecting-" + UUID.randomUUID();
        String url = admin().get("/api/v1/accounts/default").then().extract().path("url");
        admin().body(new JsonObject()
                        .put("name", account)
                        .put("url", url)
                        .put("api_token", "sequin-sandbox-token")
                        .put("protected_names", PROTECTED)
                        .encode())
                .post("/api/v1/accounts")
                .then()
                .statusCode(201);

        refusesToChange(new Agent(connector(account, new JsonArray())));
    }

    private void refusesToChange(Agent agent) {
        Map<String, List<Map<String, ?>>> changes = Map.of(
                "update_sink",
                List.of(
                        Map.of("sink_id_or_name", name("keep-sink"), "batch_size", 7),
                        Map.of(
                                "sink_id_or_name",
                                id("get_sink", "sink_id_or_name", name("keep-sink")),
                                "batch_size",
                                7),
                        Map.of("sink_id_or_name", name("open-sink"), "name", name("keep-renamed"))),
                "delete_sink",
                List.of(Map.of("sink_id_or_name", name("keep-sink"))),
                "create_sink",
                List.of(sink(name("keep-made"))),
                "update_http_endpoint",
                List.of(
                        Map.of("http_endpoint_id_or_name", name("keep-hook"), "url", "https://elsewhere.example.com"),
                        Map.of("http_endpoint_id_or_name", name("open-hook"), "name", name("keep-renamed"))),
                "delete_http_endpoint",
                List.of(Map.of("http_endpoint_id_or_name", name("keep-hook"))),
                "update_database",
                List.of(
                        Map.of("database_id_or_name", DATABASE, "port", 5433),
                        Map.of("database_id_or_name", "prod_db", "name", name("keep-renamed"))),
                "delete_database",
                List.of(Map.of("database_id_or_name", DATABASE)),
                "create_database",
                List.of(database(name("keep-made"))),
                "plan_delete",
                List.of(
                        Map.of("kind", "sink", "id_or_name", name("keep-sink")),
                        Map.of("kind", "http_endpoint", "id_or_name", name("keep-hook")),
                        Map.of("kind", "database", "id_or_name", DATABASE)));

        changes.forEach((tool, calls) -> calls.forEach(arguments -> {
            JsonObject refusal = agent.refusal(tool, arguments);
            assertThat(refusal.getString("code")).as("%s %s", tool, arguments).isEqualTo("forbidden");
            assertThat(refusal.getString("message")).contains("protected");
        }));
        assertThat(agent.call("get_sink", Map.of("sink_id_or_name", name("keep-sink")))
                        .getString("name"))
                .isEqualTo(name("keep-sink"));
        agent.call("update_sink", Map.of("sink_id_or_name", name("open-sink"), "batch_size", 7));
        agent.call(
                "update_http_endpoint",
                Map.of("http_endpoint_id_or_name", name("open-hook"), "url", "https://a.example.com"));
        agent.call("update_database", Map.of("database_id_or_name", "prod_db", "slot_status", "active"));
    }

    private String id(String tool, String parameter, String name) {
        return everything.call(tool, Map.of(parameter, name)).getString("id");
    }

    /** Of this test alone. */
    private String name(String name) {
        return name + "-" + run;
    }

    private static Map<String, ?> sink(String name) {
        return Map.of(
                "name", name, "database", "prod_db", "destination", STREAM, "include_tables", List.of("public.orders"));
    }

    private static Map<String, ?> database(String name) {
        return Map.of(
                "name", name,
                "hostname", "db.example.com",
                "database", "app",
                "username", "u",
                "password", "p",
                "slot_name", "slot_" + name.replace('-', '_'),
                "publication_name", "pub_" + name.replace('-', '_'));
    }

    private static String connector(String account, JsonArray protectedNames) {
        return admin().body(new JsonObject()
                        .put("name", "protecting")
                        .put(
                                "config",
                                new JsonObject()
                                        .put("methods", JsonArray.of("read", "write"))
                                        .put("protected_names", protectedNames)
                                        .put("confirm", "none"))
                        .encode())
                .post("/api/v1/accounts/" + account + "/connectors")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + ADMIN).contentType("application/json");
    }
}
