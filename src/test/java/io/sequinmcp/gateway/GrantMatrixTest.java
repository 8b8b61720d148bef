package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.sequinmcp.connectors.ToolCatalog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an operator is promised when they make a connector, what its agent is shown, and what it can call are the same,
 * for 200 connectors drawn from all that can be combined. Over the wire, from the creation to the call.
 */
@QuarkusTest
class GrantMatrixTest {
    private static final int CONNECTORS = 200;
    private static final long SEED = 20261125;

    private static final List<String> METHODS =
            List.of("read", "write", "custom", "get", "list", "create", "update", "delete");
    private static final List<String> TAGS =
            List.of("sinks", "backfills", "streams", "databases", "http_endpoints", "config", "system", "advanced");
    private static final List<String> PIN_KINDS = List.of("sinks", "databases", "http_endpoints");

    @Inject
    ToolCatalog catalog;

    private final Random random = new Random(SEED);

    @Test
    void promised_is_listed_is_callable() {
        Set<String> all =
                catalog.tools().stream().map(ToolCatalog.Entry::name).collect(Collectors.toCollection(TreeSet::new));
        int made = 0;
        int refused = 0;
        Set<String> everGranted = new TreeSet<>();
        for (int i = 0; i < CONNECTORS; i++) {
            JsonObject config = config(all);
            var answer = given().header("Authorization", "Bearer admin-token-of-the-tests-0000000000000000")
                    .contentType("application/json")
                    .body(new JsonObject()
                            .put("name", "matrix " + i)
                            .put("config", config)
                            .encode())
                    .post("/api/v1/accounts/default/connectors");
            if (answer.statusCode() == 400) {
                assertThat(answer.asString()).as("%s", config).contains("lets no tool through");
                refused++;
                continue;
            }
            JsonPath connector = answer.then().statusCode(201).extract().jsonPath();
            Set<String> promised = new TreeSet<>(connector.<String>getList("tools"));

            assertThat(promised).as("never nothing: %s", config).isNotEmpty();
            assertThat(promised).as("asked for: %s", config).isSubsetOf(askedFor(config));
            assertThat(listed(connector.getString("token")))
                    .as("listed: %s", config)
                    .isEqualTo(promised);
            assertThat(callable(connector.getString("token"), all))
                    .as("callable: %s", config)
                    .isEqualTo(promised);
            everGranted.addAll(promised);
            made++;
        }
        assertThat(made).as("most of them grant something").isGreaterThan(CONNECTORS / 2);
        assertThat(refused).as("and some grant nothing").isPositive();
        assertThat(everGranted)
                .as("every tool but the probes of the tests came up")
                .containsAll(ofTheProduct());
    }

    /** Read anew from what a config says, with nothing of the service's own reading of it. */
    private Set<String> askedFor(JsonObject config) {
        List<String> methods = words(config, "methods", List.of("read")).stream()
                .flatMap(word -> switch (word) {
                    case "read" -> Stream.of("get", "list");
                    case "write" -> Stream.of("create", "update", "delete");
                    default -> Stream.of(word);
                })
                .toList();
        List<String> tags = words(config, "tags", TAGS.subList(0, TAGS.indexOf("advanced")));
        JsonObject lists = config.getJsonObject("tools");
        return catalog.tools().stream()
                .filter(tool -> !words(lists, "deny", List.of()).contains(tool.name()))
                // Without it nothing could be deleted
                .filter(tool -> tool.name().equals("plan_delete") && methods.contains("delete")
                        || methods.contains(tool.method().word())
                                && tags.contains(tool.tag())
                                && words(lists, "allow", List.of(tool.name())).contains(tool.name()))
                .map(ToolCatalog.Entry::name)
                .collect(Collectors.toSet());
    }

    private static List<String> words(JsonObject of, String name, List<String> otherwise) {
        return of.getJsonArray(name, new JsonArray(otherwise)).stream()
                .map(String::valueOf)
                .toList();
    }

    private Set<String> ofTheProduct() {
        return catalog.tools().stream()
                .filter(tool -> TAGS.contains(tool.tag()))
                .map(ToolCatalog.Entry::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private JsonObject config(Set<String> tools) {
        JsonObject config = new JsonObject();
        maybe(0.8, () -> config.put("methods", new JsonArray(some(METHODS, 4))));
        maybe(0.6, () -> config.put("tags", new JsonArray(some(TAGS, 6))));
        JsonObject lists = new JsonObject();
        maybe(0.25, () -> lists.put("allow", new JsonArray(some(List.copyOf(tools), 12))));
        maybe(0.4, () -> lists.put("deny", new JsonArray(some(List.copyOf(tools), 12))));
        config.put("tools", lists);
        JsonObject pins = new JsonObject();
        PIN_KINDS.forEach(kind -> maybe(0.15, () -> pins.put(kind, JsonArray.of("*_" + kind))));
        config.put("pins", pins);
        return config;
    }

    private void maybe(double chance, Runnable then) {
        if (random.nextDouble() < chance) {
            then.run();
        }
    }

    private List<String> some(List<String> of, int most) {
        List<String> shuffled = new ArrayList<>(of);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, 1 + random.nextInt(Math.min(most, of.size())));
    }

    private static Set<String> listed(String token) {
        return new JsonObject(
                        post(token, message(1, "tools/list", new JsonObject()).encode()))
                .getJsonObject("result").getJsonArray("tools").stream()
                        .map(tool -> ((JsonObject) tool).getString("name"))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A tool there is answers a call that it can't take as such; one there isn't is no name of a tool. */
    private static Set<String> callable(String token, Set<String> all) {
        List<String> names = List.copyOf(all);
        JsonArray calls = new JsonArray();
        for (int i = 0; i < names.size(); i++) {
            calls.add(message(
                    i,
                    "tools/call",
                    new JsonObject()
                            .put("name", names.get(i))
                            .put("arguments", new JsonObject().put("no_such_argument", true))));
        }
        Set<String> callable = new TreeSet<>();
        int answered = 0;
        for (JsonObject answer : answers(post(token, calls.encode()))) {
            String name = names.get(answer.getInteger("id"));
            answered++;
            if (answer.containsKey("error")) {
                assertThat(answer.getJsonObject("error").getString("message")).isEqualTo("Invalid tool name: " + name);
            } else {
                assertThat(answer.getJsonObject("result").encode()).contains("no_such_argument");
                callable.add(name);
            }
        }
        assertThat(answered).isEqualTo(names.size());
        return callable;
    }

    /** A batch is answered as a stream of events, one for each of its messages. */
    private static List<JsonObject> answers(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> new JsonObject(line.substring(5)))
                .toList();
    }

    private static JsonObject message(int id, String method, JsonObject params) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", params);
    }

    private static String post(String token, String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/mcp/" + token)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
