package io.sequinmcp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.sequinmcp.SettableClock;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sandbox in the recordings' world, and a client that asks it what was asked then. Waiting moves its clock. */
final class Replay implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SettableClock clock = new SettableClock(RecordedWorld.START);
    private final World world = RecordedWorld.create(clock);
    private final Likeness likeness = new Likeness();
    private final SandboxServer server;
    private final int port;
    private volatile Runnable whileWaiting = () -> {};

    Replay() {
        server = new SandboxServer(vertx, world, (delay, task) -> {
            clock.advance(delay);
            whileWaiting.run();
            vertx.runOnContext(ignored -> task.run());
        });
        port = server.start(0).toCompletionStage().toCompletableFuture().join();
    }

    World world() {
        return world;
    }

    Catalog shop() {
        return world.network().catalogs().get(0);
    }

    void advance(Duration by) {
        clock.advance(by);
    }

    /** Runs once, at the first look of the next long poll. */
    void onceWaiting(Runnable task) {
        whileWaiting = () -> {
            whileWaiting = () -> {};
            task.run();
        };
    }

    void bind(String recorded, String actual) {
        likeness.bind(recorded, actual);
    }

    /** What differs between the recorded answer and ours. */
    List<String> differences(Recording recording) {
        List<Map.Entry<String, String>> headers = recording.requestHeaders().stream()
                .map(header -> Map.entry(header.getKey(), header.getValue().replace("<TOKEN>", RecordedWorld.TOKEN)))
                .toList();
        HttpResponse<String> answer = send(
                recording.method(),
                likeness.translate(recording.path()),
                headers,
                recording.requestBody().map(likeness::translate).orElse(""));
        List<String> differences = new ArrayList<>();
        if (answer.statusCode() != recording.status()) {
            differences.add("status: " + recording.status() + " became " + answer.statusCode() + " " + answer.body());
            return differences;
        }
        for (String header : List.of("content-type", "cache-control")) {
            if (!answer.headers().firstValue(header).equals(recording.responseHeader(header))) {
                differences.add(header + ": " + recording.responseHeader(header) + " became "
                        + answer.headers().firstValue(header));
            }
        }
        JsonNode body = Json.parse(answer.body()).orElseGet(() -> Json.tree(answer.body()));
        differences.addAll(likeness.differences(recording.body(), body));
        return differences;
    }

    /** An exchange that was not recorded. */
    JsonNode ask(String method, String path, String body) {
        List<Map.Entry<String, String>> headers = List.of(
                Map.entry("Authorization", "Bearer " + RecordedWorld.TOKEN),
                Map.entry("Content-Type", "application/json"));
        return Json.parse(send(method, likeness.translate(path), headers, likeness.translate(body))
                        .body())
                .orElseThrow();
    }

    private HttpResponse<String> send(
            String method, String path, List<Map.Entry<String, String>> headers, String body) {
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
