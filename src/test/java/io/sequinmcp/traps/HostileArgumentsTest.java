package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.sequinmcp.sandbox.wire.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand calls with arguments that are right, nearly right, hostile, huge or strange, over all tools: none may
 * bring out a fault of ours, a secret, or a failure of Sequin's that nobody explains.
 */
@QuarkusTest
class HostileArgumentsTest extends TrapTest {
    private static final long SEED = Long.getLong("arguments.seed", 20_261_123L);
    private static final int CALLS = Integer.getInteger("arguments.calls", 10_000);

    /** After so many the Sequin is set back, so that it neither runs out of things nor grows. */
    private static final int ROUND = 250;

    private static final int AT_A_TIME = 8;

    /** What the sandbox's world keeps secret. */
    private static final List<String> SECRETS = List.of(
            "snowpipe-demo-secret",
            "legacy-demo-secret",
            "demo-secret-access-key",
            "crm-demo-key-0000",
            "stripe-demo-token",
            "sequin-sandbox-token",
            "postgres-demo-password");

    private static final Pattern OUR_INSIDES = Pattern.compile(
            "Internal error|Exception|io\\.sequinmcp|java\\.(lang|util|io)|\\bat [a-z]+(\\.[a-z]+)+\\.[A-Z]|_Subclass|NullPointer");

    private static final Pattern WRITES = Pattern.compile(
            "\\b(create|update|delete|apply|ack|nack|receive|refresh|plan_config)_[a-z_]*(sink|backfill|messages|database|endpoint|config|replication|key|tables)");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Integer> shown = new TreeMap<>();

    private record Made(String token, String tool, JsonNode arguments) {
        String message() {
            ObjectNode message =
                    Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", "tools/call");
            message.putObject("params").put("name", tool).set("arguments", arguments);
            return Json.write(message);
        }
    }

    @Test
    void every_refusal_teaches_and_nothing_else_comes_out() {
        List<Hostility.Tool> all = toolsOf(ObservedSequin.TOKEN);
        List<Hostility.Tool> readers = toolsOf(ObservedSequin.READER);
        Hostility hostility = new Hostility(new Random(SEED), sequin);
        long begun = System.nanoTime();

        for (int done = 0; done < CALLS; done += ROUND) {
            sequin.reset();
            hostility.lookAround();
            List<Made> round = new ArrayList<>();
            for (int i = 0; i < ROUND; i++) {
                boolean reader = hostility.chance(5);
                Hostility.Tool tool = hostility.pick(reader ? readers : all);
                round.add(new Made(
                        reader ? ObservedSequin.READER : ObservedSequin.TOKEN, tool.name(), hostility.arguments(tool)));
            }
            for (int i = 0; i < ROUND; i += AT_A_TIME) {
                List<Made> few = round.subList(i, Math.min(ROUND, i + AT_A_TIME));
                List<CompletableFuture<HttpResponse<String>>> answers =
                        few.stream().map(this::send).toList();
                for (int j = 0; j < few.size(); j++) {
                    judge(few.get(j), answers.get(j).join());
                }
            }
        }

        System.out.printf(
                "%d calls of %d tools, seed %d, %.1f s: %s%n",
                CALLS, all.size(), SEED, (System.nanoTime() - begun) / 1e9, outcomes);
        assertThat(complaints).isEmpty();
        assertThat(outcomes.getOrDefault("works", 0)).isGreaterThan(CALLS / 20);
        assertThat(outcomes.getOrDefault("invalid_argument", 0)).isGreaterThan(CALLS / 20);
    }

    private List<Hostility.Tool> toolsOf(String token) {
        String listed = RestAssured.given()
                .contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .post("/mcp/" + token)
                .asString();
        List<Hostility.Tool> found = new ArrayList<>();
        Json.parse(listed)
                .orElseThrow()
                .at("/result/tools")
                .forEach(tool -> found.add(new Hostility.Tool(tool.path("name").asText(), tool.path("inputSchema"))));
        assertThat(found).hasSizeGreaterThan(10);
        return found;
    }

    private CompletableFuture<HttpResponse<String>> send(Made made) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/mcp/" + made.token))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(made.message()))
                        .build(),
                BodyHandlers.ofString());
    }

    private void judge(Made made, HttpResponse<String> answer) {
        JsonNode body = Json.parse(answer.body()).orElseGet(Json::object);
        JsonNode result = body.path("result");
        if (answer.statusCode() != 200 || !result.isObject()) {
            complain("no result, status " + answer.statusCode(), made, answer);
            return;
        }
        String sent = Json.write(made.arguments);
        for (String secret : SECRETS) {
            if (answer.body().contains(secret) && !sent.contains(secret)) {
                complain("the secret " + secret, made, answer);
            }
        }
        JsonNode problem = result.path("structuredContent");
        boolean refused = result.path("isError").asBoolean();
        String code = problem.path("code").asText();
        outcomes.merge(refused ? code : "works", 1, Integer::sum);
        if (!refused) {
            return;
        }
        String message = problem.path("message").asText();
        if (code.isEmpty() || message.isEmpty() || message.length() > 4_000) {
            complain("no shape", made, answer);
        }
        if (code.equals("internal") || OUR_INSIDES.matcher(message).find()) {
            complain("insides", made, answer);
        }
        if (code.equals("invalid_argument") && !problem.hasNonNull("field") && !problem.has("field_errors")) {
            complain("no field", made, answer);
        }
        // Sequin's own words, which are quoted, or a call that leads on
        if (code.equals("upstream_error") && problem.path("next").isEmpty() && !message.contains("“")) {
            complain("unexplained", made, answer);
        }
        if (made.token.equals(ObservedSequin.READER)
                && WRITES.matcher(answer.body()).find()) {
            complain("advises a reader to write", made, answer);
        }
    }

    private void complain(String what, Made made, HttpResponse<String> answer) {
        outcomes.merge("COMPLAINT " + what, 1, Integer::sum);
        if (shown.merge(what + made.tool, 1, Integer::sum) > 2) {
            return;
        }
        complaints.add(
                "%n%s: %s %s%n  -> %s".formatted(what, made.tool, cut(Json.write(made.arguments)), cut(answer.body())));
    }

    private static String cut(String text) {
        return text.length() > 600 ? text.substring(0, 600) + "…" : text;
    }
}
