package io.sequinmcp.resources;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.Golden;
import io.sequinmcp.gateway.Rpc;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources show what the tools of the connector show, and nothing more. */
@QuarkusTest
class ResourcesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/resources.json");

    private final Rpc all = new Rpc(TestConnectors.ALL);
    private final Rpc reader = new Rpc(TestConnectors.READER);
    private final Rpc pinned = new Rpc(TestConnectors.PINNED);
    private final Rpc databases = new Rpc(TestConnectors.DATABASES);
    private final Rpc listless = new Rpc(TestConnectors.LISTLESS);
    private final Rpc nobody = new Rpc(TestConnectors.PROBE);

    private static JsonObject uri(String uri) {
        return new JsonObject().put("uri", uri);
    }

    private static JsonObject read(Rpc who, String uri) {
        JsonArray contents = who.result("resources/read", uri(uri)).getJsonArray("contents");
        assertThat(contents).hasSize(1);
        assertThat(contents.getJsonObject(0).getString("uri")).isEqualTo(uri);
        return contents.getJsonObject(0);
    }

    private static String text(Rpc who, String uri) {
        return read(who, uri).getString("text");
    }

    private static List<String> templates(Rpc who) {
        return who.result("resources/templates/list", new JsonObject()).getJsonArray("resourceTemplates").stream()
                .map(template -> ((JsonObject) template).getString("uriTemplate"))
                .sorted()
                .toList();
    }

    private static List<String> resources(Rpc who) {
        return who.result("resources/list", new JsonObject()).getJsonArray("resources").stream()
                .map(resource -> ((JsonObject) resource).getString("uri"))
                .sorted()
                .toList();
    }

    private static JsonObject completion(Rpc who, String template, String begun) {
        return who.result("completion/complete", completing(template, begun)).getJsonObject("completion");
    }

    private static JsonObject completing(String template, String begun) {
        return new JsonObject()
                .put("ref", new JsonObject().put("type", "ref/resource").put("uri", template))
                .put(
                        "argument",
                        new JsonObject()
                                .put("name", template.contains("topic") ? "topic" : "name")
                                .put("value", begun));
    }

    @Test
    void lists_are_as_reviewed() {
        Golden.holds(
                GOLDEN,
                new JsonObject()
                                .put(
                                        "resources",
                                        all.result("resources/list", new JsonObject())
                                                .getJsonArray("resources"))
                                .put(
                                        "templates",
                                        all.result("resources/templates/list", new JsonObject())
                                                .getJsonArray("resourceTemplates"))
                                .encodePrettily()
                        + "\n");
    }

    @Test
    void a_connector_has_those_whose_tools_it_has() {
        assertThat(templates(reader))
                .containsExactly(
                        "sequin://databases/{name}",
                        "sequin://guides/{topic}",
                        "sequin://http_endpoints/{name}",
                        "sequin://sinks/{name}");
        assertThat(resources(reader)).containsExactly("sequin://config", "sequin://guides");
        assertThat(templates(databases)).containsExactly("sequin://databases/{name}", "sequin://guides/{topic}");
        assertThat(resources(databases)).containsExactly("sequin://guides");
        assertThat(templates(nobody)).containsExactly("sequin://guides/{topic}");
    }

    @Test
    void a_sink_is_shown_whole_and_marked_as_data() {
        JsonObject contents = read(reader, "sequin://sinks/snowflake_sink");
        JsonObject sink = new JsonObject(contents.getString("text"));

        assertThat(contents.getString("mimeType")).isEqualTo("application/json");
        assertThat(sink.getString("name")).isEqualTo("snowflake_sink");
        assertThat(sink.getJsonObject("settings").getJsonObject("destination").getString("topic"))
                .isEqualTo("snowflake.public");
        assertThat(contents.getString("text"))
                .contains("data_", "never instructions", "end_")
                .doesNotContain("snowpipe-demo-secret");
    }

    @Test
    void a_database_and_an_endpoint_are_shown_whole_without_secrets() {
        assertThat(text(databases, "sequin://databases/prod_db"))
                .contains("\"slot_name\":\"sequin_slot\"")
                .doesNotContain("postgres-demo-password");
        assertThat(text(reader, "sequin://http_endpoints/crm"))
                .contains("https://crm.example.com/hooks/users")
                .doesNotContain("crm-demo-key");
    }

    @Test
    void the_configuration_is_yaml_between_marks() {
        JsonObject contents = read(reader, "sequin://config");

        assertThat(contents.getString("mimeType")).isEqualTo("application/yaml");
        assertThat(contents.getString("text"))
                .startsWith("# data_")
                .contains("databases:", "sinks:", "\n# end_")
                .doesNotContain("snowpipe-demo-secret", "postgres-demo-password", "crm-demo-key");
    }

    @Test
    void percent_signs_in_an_address_stand_for_characters() {
        assertThat(text(reader, "sequin://sinks/snowflake%5Fsink")).contains("\"name\":\"snowflake_sink\"");
        assertThat(reader.error("resources/read", uri("sequin://sinks/a%2")).getString("message"))
                .contains("hex digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequin://sinks/invoice_processor",
                "sequin://databases/analytics_db",
                "sequin://http_endpoints/stripe-relay"
            })
    void what_is_out_of_reach_is_not_found(String uri) {
        assertThat(text(reader, uri)).contains("\"name\"");

        JsonObject error = pinned.error("resources/read", uri(uri));

        assertThat(error.getInteger("code")).isEqualTo(-32002);
        assertThat(error.getString("message"))
                .doesNotContain("analytics.internal")
                .contains("no ");
    }

    @Test
    void what_is_within_reach_is_read_and_the_whole_account_does_not_exist() {
        assertThat(text(pinned, "sequin://sinks/billing_events")).contains("\"name\":\"billing_events\"");
        assertThat(resources(pinned)).containsExactly("sequin://guides");
        assertThat(pinned.error("resources/read", uri("sequin://config")).getInteger("code"))
                .isEqualTo(-32002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequin://sinks/billing_events", "sequin://config", "sequin://http_endpoints/crm"})
    void what_a_connector_has_not_does_not_exist(String uri) {
        assertThat(databases.error("resources/read", uri(uri)))
                .isEqualTo(new JsonObject().put("code", -32002).put("message", "Resource not found: " + uri));
        assertThat(nobody.error("resources/read", uri(uri)).getInteger("code")).isEqualTo(-32002);
    }

    @Test
    void who_may_not_read_may_not_subscribe_either() {
        assertThat(reader.result("resources/subscribe", uri("sequin://config"))).isEmpty();
        assertThat(databases
                        .error("resources/subscribe", uri("sequin://config"))
                        .getInteger("code"))
                .isEqualTo(-32002);
    }

    @ParameterizedTest
    @CsvSource({
        "sequin://sinks/{name}, bill, billing_events",
        "sequin://databases/{name}, ANA, analytics_db",
        "sequin://http_endpoints/{name}, str, stripe-relay",
        "sequin://guides/{topic}, back, backfills"
    })
    void a_name_that_is_begun_is_completed(String template, String begun, String name) {
        JsonObject completion = completion(reader, template, begun);

        assertThat(completion.getJsonArray("values")).containsExactly(name);
        assertThat(completion.getInteger("total")).isEqualTo(1);
        assertThat(completion.getBoolean("hasMore")).isFalse();
    }

    @Test
    void only_names_within_reach_complete() {
        assertThat(completion(pinned, "sequin://sinks/{name}", "").getJsonArray("values"))
                .containsExactly("billing_events");
        assertThat(completion(pinned, "sequin://databases/{name}", "").getJsonArray("values"))
                .containsExactly("prod_db");
        assertThat(completion(listless, "sequin://sinks/{name}", "").getJsonArray("values"))
                .isEmpty();
        assertThat(text(listless, "sequin://sinks/billing_events")).contains("billing_events");
    }

    @Test
    void who_has_not_the_template_completes_nothing_of_it() {
        assertThat(databases
                        .error("completion/complete", completing("sequin://sinks/{name}", ""))
                        .getInteger("code"))
                .isEqualTo(-32602);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"sequin://sinks/{name}\"},\"argument\":{\"name\":\"name\"}}",
                "{\"ref\":{\"type\":\"ref/else\"},\"argument\":{\"name\":\"name\",\"value\":\"\"}}",
                "{\"ref\":{\"type\":\"ref/prompt\",\"name\":7},\"argument\":{\"name\":\"name\",\"value\":\"\"}}"
            })
    void a_completion_of_nothing_is_refused_with_an_answer(String params) {
        assertThat(reader.error("completion/complete", new JsonObject(params)).getInteger("code"))
                .isEqualTo(-32602);
    }

    @Test
    void every_guide_is_listed_and_read() {
        String index = text(nobody, "sequin://guides");

        for (Guide guide : Guide.values()) {
            String uri = "sequin://guides/" + guide.topic();
            assertThat(index).contains(uri);
            assertThat(text(nobody, uri)).startsWith("# ").hasSizeBetween(400, 4_000);
        }
        assertThat(nobody.error("resources/read", uri("sequin://guides/magic")).getString("message"))
                .contains("There are: pull-consumers");
    }

    /** Of the answer of a tool: where all that it is about can be read. */
    private static List<String> links(Rpc who, String tool, JsonObject arguments) {
        JsonObject answer =
                who.result("tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
        assertThat(answer.getBoolean("isError")).as("%s", answer).isFalse();
        return answer.getJsonArray("content").stream()
                .map(JsonObject.class::cast)
                .filter(part -> part.getString("type").equals("resource_link"))
                .map(part -> part.getString("uri"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "get_sink, sink_id_or_name, billing_events, sequin://sinks/billing_events",
        "get_database, database_id_or_name, prod_db, sequin://databases/prod_db",
        "get_http_endpoint, http_endpoint_id_or_name, crm, sequin://http_endpoints/crm"
    })
    void tools_lead_to_them(String tool, String parameter, String name, String uri) {
        assertThat(links(reader, tool, new JsonObject().put(parameter, name))).containsExactly(uri);
        assertThat(text(reader, uri)).contains("\"name\":\"" + name + "\"");
    }

    @Test
    void nobody_is_led_to_what_they_may_not_read() {
        JsonObject same =
                new JsonObject().put("sink_id_or_name", "billing_events").put("status", "active");
        assertThat(links(all, "update_sink", same)).containsExactly("sequin://sinks/billing_events");

        String writer = given().header("Authorization", "Bearer admin-token-of-the-tests-0000000000000000")
                .contentType("application/json")
                .body(
                        """
                        {"name": "writer", "config": {"methods": ["write"], "tools": {"allow": ["update_sink"]}}}
                        """)
                .post("/api/v1/accounts/default/connectors")
                .then()
                .statusCode(201)
                .extract()
                .path("token");

        assertThat(links(new Rpc(writer), "update_sink", same)).isEmpty();
    }
}
