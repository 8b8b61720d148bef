package io.sequinmcp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.sequinmcp.SettableClock;
import io.sequinmcp.sandbox.demo.DemoWorld;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.World;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A running sandbox on a free port whose time passes only when it is told to, or when a long poll waits. */
final class TestSandbox implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SettableClock clock = new SettableClock(RecordedWorld.START);
    private final World world;
    private final String token;
    private final SandboxServer server;
    private final int port;
    private volatile Runnable whileWaiting = () -> {};

    private TestSandbox(Function<Clock, World> make, String token) {
        this.world = make.apply(clock);
        this.token = token;
        this.server = new SandboxServer(vertx, world, (delay, task) -> {
            clock.advance(delay);
            whileWaiting.run();
            vertx.runOnContext(ignored -> task.run());
        });
        this.port = server.start(0).toCompletionStage().toCompletableFuture().join();
    }

    /** In the world that was recorded. */
    static TestSandbox recorded() {
        return new TestSandbox(RecordedWorld::create, RecordedWorld.TOKEN);
    }

    /** In the world that a first run meets. */
    static TestSandbox demo() {
        return new TestSandbox(DemoWorld::create, DemoWorld.API_TOKEN);
    }

    World world() {
        return world;
    }

    /** The first database, outside of Sequin. */
    Catalog postgres() {
        return world.network().catalogs().get(0);
    }

    void advance(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    /** Runs once, at the first look of the next long poll. */
    void onceWaiting(Runnable task) {
        whileWaiting = () -> {
            whileWaiting = () -> {};
            task.run();
        };
    }

    /** An answer: its status and its body, a JSON string where it is no JSON. */
    record Answered(int status, JsonNode body) {
        String text(String pointer) {
            return body.at(pointer).asText();
        }

        int number(String pointer) {
            return body.at(pointer).asInt();
        }

        List<JsonNode> data() {
            return List.copyOf(body.path("data").findParents("ack_id"));
        }
    }

    Answered get(String path) {
        return ask("GET", path, "");
    }

    Answered post(String path, String body) {
        return ask("POST", path, body);
    }

    Answered patch(String path, String body) {
        return ask("PATCH", path, body);
    }

    Answered delete(String path) {
        return ask("DELETE", path, "");
    }

    /**
     * With the token and the content type that Sequin wants. In a body without double quotes single ones stand for
     * them.
     */
    Answered ask(String method, String path, String body) {
        HttpResponse<String> answer = send(
                method,
                path,
                List.of(Map.entry("Authorization", "Bearer " + token), Map.entry("Content-Type", "application/json")),
                body.contains("\"") ? body : body.replace('\'', '"'));
        return new Answered(answer.statusCode(), Json.parse(answer.body()).orElseGet(() -> Json.tree(answer.body())));
    }

    HttpResponse<String> send(String method, String path, List<Map.Entry<String, String>> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(header -> request.header(header.getKey(), header.getValue()));
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new IllegalStateException(method + " " + path, unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        server.stop();
        vertx.close();
    }
}
