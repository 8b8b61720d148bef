package io.sequinmcp.connectors.api;

import static io.restassured.RestAssured.given;
import static io.sequinmcp.connectors.api.ConnectorsApiTest.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown before a connector is made: the tools, what a config would grant, what it would cost. */
@QuarkusTest
class ToolsApiTest {
    @Test
    void every_tool_is_listed_with_its_class_area_and_cost() {
        admin().get("/api/v1/tools")
                .then()
                .statusCode(200)
                .body("tools.name", hasItems("list_sinks", "receive_messages", "list_api_keys"))
                .body("tools.find { it.name == 'receive_messages' }.method", equalTo("custom"))
                .body("tools.find { it.name == 'receive_messages' }.tag", equalTo("streams"))
                .body("tools.find { it.name == 'receive_messages' }.title", equalTo("Streams: Receive"))
                .body("tools.find { it.name == 'receive_messages' }.description", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"methods\": [\"read\", \"write\", \"custom\"]}",
                "{\"methods\": [\"delete\"], \"tags\": [\"http_endpoints\"]}",
                "{\"methods\": [\"read\"], \"tools\": {\"deny\": [\"get_health\"]}}",
            })
    void what_is_promised_is_what_a_connector_gets(String config) {
        JsonPath preview = preview(config);
        JsonPath made = ConnectorsApiTest.create("{\"name\": \"as shown\", \"config\": " + config + "}");

        assertThat(preview.<String>getList("tools.name")).isNotEmpty().isEqualTo(made.<String>getList("tools"));
        List<Integer> tokens = preview.getList("tools.tokens");
        assertThat(tokens).isNotEmpty().allSatisfy(count -> assertThat(count).isPositive());
        assertThat(preview.getInt("tokens"))
                .isEqualTo(tokens.stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void a_preview_makes_nothing() {
        int before = total();
        preview("{\"methods\": [\"list\"]}");

        assertThat(total()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tags\": []} | config | lets no tool through",
                "{\"methods\": [\"everything\"]} | config.methods | a method is one of",
                "{\"limits\": {\"calls_per_minute\": 0}} | config.limits.calls_per_minute | at least 1",
                "{\"limit\": {}} | config.limit | not known here",
            })
    void what_could_not_be_made_is_not_shown(String config, String field, String why) {
        String request = admin().body("{\"config\": " + config + "}")
                .post("/api/v1/connectors/preview")
                .then()
                .statusCode(400)
                .body("errors.find { it.field == '%s' }.detail".formatted(field), containsString(why))
                .extract()
                .header("X-Request-Id");

        assertThat(recordsAfter(request)).as("it asks, as reading does").isZero();
    }

    /** How many records a request has, as soon as those of a later one are there. */
    private static int recordsAfter(String request) {
        String later = admin().body("{\"name\": \"\"}")
                .post("/api/v1/accounts/default/connectors")
                .then()
                .statusCode(400)
                .extract()
                .header("X-Request-Id");
        Awaitility.await().until(() -> records(later) == 1);
        return records(request);
    }

    private static int records(String request) {
        return admin().get("/api/v1/audit?request_id=" + request).path("records.size()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator"})
    void a_session_says_who_is_signed_in(String role) {
        JsonPath caller = ConnectorsApiTest.caller(role);

        given().header("Authorization", "Bearer " + caller.getString("token"))
                .get("/api/v1/session")
                .then()
                .statusCode(200)
                .body("role", equalTo(role))
                .body("name", containsString(caller.getString("id")))
                .body("version", notNullValue())
                .body("rotation_grace_seconds", equalTo(3600))
                .body(not(containsString(caller.getString("token"))));
    }

    private static JsonPath preview(String config) {
        return admin().body("{\"config\": " + config + "}")
                .post("/api/v1/connectors/preview")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static int total() {
        return admin().get("/api/v1/accounts/default/connectors").path("total");
    }
}
