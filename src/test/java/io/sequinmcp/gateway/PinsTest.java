package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.connectors.ToolCatalog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What a connector is pinned away from does not exist for it: no list, look-up, refusal, hint or next step of any tool
 * ever has its name or id.
 */
@QuarkusTest
class PinsTest {
    /** How tools call what they work on, and what there is to list. */
    private static final Map<String, String> LISTS = Map.of(
            "sink_id_or_name", "list_sinks",
            "consumer_id_or_name", "list_sinks",
            "database_id_or_name", "list_databases",
            "http_endpoint_id_or_name", "list_http_endpoints");

    @Inject
    ToolCatalog catalog;

    @Inject
    InputSchemas schemas;

    @Test
    void nothing_out_of_reach_comes_up_in_any_answer() {
        Set<String> hidden = new TreeSet<>(outside("list_sinks", "sinks", "billing_events"));
        hidden.addAll(outside("list_databases", "databases", "prod_db"));
        hidden.addAll(outside("list_http_endpoints", "http_endpoints", "no endpoint at all"));
        assertThat(hidden).contains("invoice_processor", "analytics_db");
        String token = connector();
        int asked = 0;

        for (ToolCatalog.Entry tool : catalog.tools()) {
            for (JsonObject arguments : calls(tool.name(), hidden)) {
                String answer = call(token, tool.name(), arguments);
                for (String name : hidden) {
                    boolean own = arguments.encode().contains(name);
                    if (!own) {
                        assertThat(answer).as("%s %s", tool.name(), arguments).doesNotContain(name);
                    }
                }
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(100);
    }

    @Test
    void what_is_out_of_reach_is_not_found_as_if_it_had_never_been() {
        String token = connector();

        for (String name : outside("list_sinks", "sinks", "billing_events")) {
            JsonObject hidden = refusal(call(token, "get_sink", new JsonObject().put("sink_id_or_name", name)));
            JsonObject unknown = refusal(call(token, "get_sink", new JsonObject().put("sink_id_or_name", "nowhere")));

            assertThat(hidden.getString("code")).isEqualTo("not_found");
            assertThat(hidden.encode().replace(name, "nowhere")).isEqualTo(unknown.encode());
        }
    }

    @Test
    void nothing_out_of_reach_completes_what_is_typed() {
        Set<String> hidden = new TreeSet<>(outside("list_sinks", "sinks", "billing_events"));
        hidden.addAll(outside("list_databases", "databases", "prod_db"));
        hidden.addAll(outside("list_http_endpoints", "http_endpoints", "no endpoint at all"));
        String token = connector();
        Set<String> completed = new TreeSet<>();

        for (JsonObject place : completable(token)) {
            completed.addAll(completions(token, place, ""));
            for (String name : hidden) {
                assertThat(completions(token, place, name.substring(0, 1)))
                        .as("%s, after %s", place, name.substring(0, 1))
                        .doesNotContain(name);
                assertThat(completions(token, place, name)).as("%s", place).isEmpty();
            }
        }
        assertThat(completed).contains("billing_events", "prod_db").doesNotContainAnyElementsOf(hidden);
    }

    /** All that an argument of a prompt or resource can be completed in. */
    private static List<JsonObject> completable(String token) {
        List<JsonObject> places = new ArrayList<>();
        new Rpc(token)
                .result("prompts/list", new JsonObject()).getJsonArray("prompts").stream()
                        .map(JsonObject.class::cast)
                        .forEach(prompt -> prompt.getJsonArray("arguments", new JsonArray()).stream()
                                .map(JsonObject.class::cast)
                                .forEach(argument -> places.add(place(
                                        new JsonObject()
                                                .put("type", "ref/prompt")
                                                .put("name", prompt.getString("name")),
                                        argument.getString("name")))));
        new Rpc(token)
                .result("resources/templates/list", new JsonObject()).getJsonArray("resourceTemplates").stream()
                        .map(template -> ((JsonObject) template).getString("uriTemplate"))
                        .forEach(uri -> places.add(place(
                                new JsonObject().put("type", "ref/resource").put("uri", uri),
                                uri.substring(uri.indexOf('{') + 1, uri.indexOf('}')))));
        assertThat(places).hasSizeGreaterThan(5);
        return places;
    }

    private static JsonObject place(JsonObject reference, String argument) {
        return new JsonObject().put("ref", reference).put("argument", new JsonObject().put("name", argument));
    }

    /** Empty where nothing completes that argument. */
    private static List<String> completions(String token, JsonObject place, String begun) {
        JsonObject asked = place.copy();
        asked.getJsonObject("argument").put("value", begun);
        JsonObject answer = new Rpc(token).send("completion/complete", asked);
        return answer
                .getJsonObject("result", new JsonObject())
                .getJsonObject("completion", new JsonObject())
                .getJsonArray("values", new JsonArray())
                .stream()
                .map(String.class::cast)
                .toList();
    }

    @Test
    void what_concerns_the_whole_account_is_not_there() {
        String listed = new Rpc(connector()).text("tools/list", new JsonObject());

        assertThat(listed)
                .contains("get_sink", "list_replications")
                .doesNotContain("export_config", "apply_config", "create_api_key", "delete_api_key");
    }

    /** A call that finds something, one for each hidden name, and one for each misspelt one. */
    private List<JsonObject> calls(String tool, Set<String> hidden) {
        JsonObject properties = schemas.of(tool).getJsonObject("properties", new JsonObject());
        List<JsonObject> calls = new ArrayList<>();
        calls.add(new JsonObject());
        for (String parameter : LISTS.keySet()) {
            if (properties.containsKey(parameter)) {
                hidden.forEach(name -> calls.add(new JsonObject().put(parameter, name)));
                hidden.forEach(
                        name -> calls.add(new JsonObject().put(parameter, name.substring(0, name.length() - 2))));
            }
        }
        if (tool.equals("plan_delete")) {
            for (String kind : List.of("sink", "database", "http_endpoint")) {
                hidden.forEach(
                        name -> calls.add(new JsonObject().put("kind", kind).put("id_or_name", name)));
            }
        }
        if (tool.equals("create_sink")) {
            hidden.forEach(name -> calls.add(new JsonObject()
                    .put("name", name)
                    .put("database", "prod_db")
                    .put("destination", new JsonObject().put("type", "sequin_stream"))));
            calls.add(new JsonObject()
                    .put("name", "billing_events")
                    .put("database", "analytics_d")
                    .put("destination", new JsonObject().put("type", "webhook").put("http_endpoint", "hook")));
        }
        return calls;
    }

    /** Names and ids of a kind but one. */
    private static List<String> outside(String tool, String list, String but) {
        List<String> names = new ArrayList<>();
        new JsonObject(call(TestConnectors.EVERYTHING, tool, new JsonObject()))
                .getJsonObject("result").getJsonObject("structuredContent").getJsonArray(list).stream()
                        .map(JsonObject.class::cast)
                        .filter(it -> !it.getString("name").equals(but))
                        .forEach(it -> {
                            names.add(it.getString("name"));
                            Optional.ofNullable(it.getString("id")).ifPresent(names::add);
                        });
        return names;
    }

    private static JsonObject refusal(String answer) {
        return new JsonObject(answer).getJsonObject("result").getJsonObject("structuredContent");
    }

    private static String connector() {
        return given().header("Authorization", "Bearer admin-token-of-the-tests-0000000000000000")
                .contentType("application/json")
                .body(new JsonObject()
                        .put("name", "pinned")
                        .put(
                                "config",
                                new JsonObject()
                                        .put("methods", JsonArray.of("read", "write", "custom"))
                                        .put(
                                                "tags",
                                                JsonArray.of(
                                                        "sinks",
                                                        "backfills",
                                                        "streams",
                                                        "databases",
                                                        "http_endpoints",
                                                        "config",
                                                        "system",
                                                        "advanced"))
                                        .put(
                                                "pins",
                                                new JsonObject()
                                                        .put("sinks", JsonArray.of("billing_events"))
                                                        .put("databases", JsonArray.of("prod_db"))
                                                        .put("http_endpoints", JsonArray.of("no such *"))))
                        .encode())
                .post("/api/v1/accounts/default/connectors")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static String call(String token, String tool, JsonObject arguments) {
        return new Rpc(token)
                .text("tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
    }
}
