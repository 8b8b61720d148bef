package io.sequinmcp.traps;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.connectors.ToolCatalog;
import io.sequinmcp.sandbox.wire.Json;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * An agent is told of no tool that its connector lacks: not by the list, the instructions, prompts, resources or
 * guides, and not by any answer or error, whatever it calls with.
 */
@QuarkusTest
class NarrowConnectorsTest extends TrapTest {
    private static final long SEED = Long.getLong("narrow.seed", 20_261_125L);
    private static final int DRAWN = 20;
    private static final int CALLS = 40;

    private static final List<String> TAGS =
            List.of("sinks", "backfills", "streams", "databases", "http_endpoints", "config", "system", "advanced");
    private static final Pattern NAME = Pattern.compile("[a-z]+(?:_[a-z]+)+");
    private static final List<String> THINGS = List.of("billing_events", "stripe_webhooks_sink", "prod_db", "no_such");

    @Inject
    ToolCatalog catalog;

    private final Random random = new Random(SEED);
    private final Set<String> names = new TreeSet<>();
    private final Set<String> complaints = new LinkedHashSet<>();
    private int refused;
    private int read;

    /** A connector and what it has. */
    private record Narrow(String token, List<Hostility.Tool> tools) {
        Set<String> names() {
            return tools.stream().map(Hostility.Tool::name).collect(Collectors.toSet());
        }
    }

    @Test
    void nobody_is_told_of_a_tool_that_they_lack() {
        catalog.tools().stream()
                .filter(tool -> TAGS.contains(tool.tag()))
                .map(ToolCatalog.Entry::name)
                .forEach(names::add);
        Hostility hostility = new Hostility(random, sequin);
        for (ObjectNode config : configs()) {
            sequin.reset();
            hostility.lookAround();
            Narrow connector = made(config);
            read(connector);
            for (int i = 0; i < CALLS; i++) {
                Hostility.Tool tool = hostility.pick(connector.tools());
                ObjectNode params = Json.object().put("name", tool.name());
                params.set("arguments", hostility.arguments(tool));
                JsonNode answer = send(connector, "tools/call", params);
                refused += answer.at("/result/isError").asBoolean() ? 1 : 0;
            }
        }

        assertThat(complaints).isEmpty();
        assertThat(refused).as("errors that were read").isGreaterThan(500);
        assertThat(read).as("prompts and resources that were read").isGreaterThan(200);
    }

    private List<ObjectNode> configs() {
        List<ObjectNode> configs = new ArrayList<>();
        ObjectNode reader = everything();
        reader.putArray("methods").add("read");
        configs.add(reader);
        ObjectNode pinned = everything();
        pinned.putObject("pins").putArray("sinks").add("billing_*");
        configs.add(pinned);
        for (String tool : names) {
            ObjectNode single = everything();
            single.putObject("tools").putArray("allow").add(tool);
            configs.add(single);
        }
        for (int i = 0; i < DRAWN; i++) {
            List<String> shuffled = new ArrayList<>(names);
            Collections.shuffle(shuffled, random);
            ObjectNode drawn = everything();
            shuffled.subList(0, 2 + random.nextInt(12))
                    .forEach(drawn.withObject("/tools").withArray("allow")::add);
            if (random.nextInt(4) == 0) {
                drawn.put("confirm", "none");
            }
            configs.add(drawn);
        }
        return configs;
    }

    private static ObjectNode everything() {
        ObjectNode config = Json.object();
        List.of("read", "write", "custom").forEach(config.putArray("methods")::add);
        TAGS.forEach(config.putArray("tags")::add);
        return config;
    }

    private Narrow made(ObjectNode config) {
        ObjectNode asked = Json.object().put("name", "narrow");
        asked.set("config", config);
        JsonNode made = Json.parse(given().header("Authorization", "Bearer admin-token-of-the-tests-0000000000000000")
                        .contentType("application/json")
                        .body(Json.write(asked))
                        .post("/api/v1/accounts/observed/connectors")
                        .then()
                        .statusCode(201)
                        .extract()
                        .asString())
                .orElseThrow();
        Set<String> promised = new HashSet<>();
        made.path("tools").forEach(tool -> promised.add(tool.asText()));
        Narrow unread = new Narrow(
                made.path("token").asText(),
                promised.stream()
                        .map(name -> new Hostility.Tool(name, Json.object()))
                        .toList());
        List<Hostility.Tool> tools = new ArrayList<>();
        send(unread, "tools/list", Json.object())
                .at("/result/tools")
                .forEach(tool -> tools.add(new Hostility.Tool(tool.path("name").asText(), tool.path("inputSchema"))));
        Narrow connector = new Narrow(unread.token(), tools);
        assertThat(connector.names()).isEqualTo(promised);
        return connector;
    }

    /** All that there is to read beside the list of tools. */
    private void read(Narrow connector) {
        ObjectNode hello = Json.object().put("protocolVersion", "2025-11-25");
        hello.putObject("capabilities");
        hello.putObject("clientInfo").put("name", "narrow").put("version", "1");
        assertThat(send(connector, "initialize", hello)
                        .at("/result/instructions")
                        .asText())
                .isNotEmpty();
        send(connector, "prompts/list", Json.object())
                .at("/result/prompts")
                .forEach(prompt -> THINGS.forEach(thing -> {
                    ObjectNode params =
                            Json.object().put("name", prompt.path("name").asText());
                    ObjectNode arguments = params.putObject("arguments");
                    prompt.path("arguments")
                            .forEach(argument ->
                                    arguments.put(argument.path("name").asText(), thing));
                    send(connector, "prompts/get", params);
                    read++;
                }));
        send(connector, "resources/list", Json.object())
                .at("/result/resources")
                .forEach(
                        resource -> readResource(connector, resource.path("uri").asText()));
        List<String> topics = List.of("pull-consumers", "sinks", "destinations", "backfills", "tables", "slots");
        send(connector, "resources/templates/list", Json.object())
                .at("/result/resourceTemplates")
                .forEach(template -> {
                    String uri = template.path("uriTemplate").asText();
                    (uri.contains("guides") ? topics : THINGS)
                            .forEach(thing -> readResource(connector, uri.replaceAll("\\{.*}", thing)));
                });
    }

    private void readResource(Narrow connector, String uri) {
        send(connector, "resources/read", Json.object().put("uri", uri));
        read++;
    }

    private JsonNode send(Narrow connector, String method, ObjectNode params) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        message.set("params", params);
        String sent = Json.write(message);
        String answer = given().contentType("application/json")
                .body(sent)
                .post("/mcp/" + connector.token())
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Set<String> granted = connector.names();
        NAME.matcher(answer)
                .results()
                .map(found -> found.group())
                .filter(name -> names.contains(name) && !granted.contains(name) && !sent.contains(name))
                .forEach(name -> complaints.add(
                        name + " in an answer to " + called(method, params) + ": " + around(answer, name)));
        return Json.parse(answer).orElseThrow();
    }

    private static String called(String method, ObjectNode params) {
        return method.equals("tools/call") ? params.path("name").asText() : method;
    }

    private static String around(String text, String name) {
        int at = text.indexOf(name);
        return text.substring(Math.max(0, at - 60), Math.min(text.length(), at + name.length() + 40));
    }
}
