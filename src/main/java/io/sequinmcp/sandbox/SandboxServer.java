package io.sequinmcp.sandbox;

import io.sequinmcp.sandbox.api.Apis;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Gate;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Request;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.World;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stand-in for Sequin's HTTP server, on loopback. Requests are answered one at a time; a long poll lets others in
 * while it waits.
 */
public final class SandboxServer {
    /** How often a real Sequin looks for something to hand to a long poll. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final World world;
    private final Controls controls;
    private final Gate gate;
    private final Pause pause;
    private final HttpServer server;
    private final AtomicInteger waiting = new AtomicInteger();

    /** Runs something later. Tests let their clock leap instead of waiting. */
    @FunctionalInterface
    public interface Pause {
        void after(Duration delay, Runnable task);
    }

    public SandboxServer(Vertx vertx, World world) {
        this(vertx, world, (delay, task) -> vertx.setTimer(delay.toMillis(), id -> task.run()));
    }

    public SandboxServer(Vertx vertx, World world, Pause pause) {
        this.world = world;
        this.pause = pause;
        this.controls = new Controls(world, waiting::get);
        Routes routes = new Routes();
        Apis.on(routes, world);
        this.gate = new Gate(routes, token -> world.apiKeys().all().stream()
                .anyMatch(key -> key.token().equals(token)));
        this.server = vertx.createHttpServer();
    }

    /**
     * @param port 0 for a free one
     * @return the port it listens on
     */
    public Future<Integer> start(int port) {
        return server.requestHandler(this::serve).listen(port, "127.0.0.1").map(HttpServer::actualPort);
    }

    public Future<Void> stop() {
        return server.close();
    }

    private void serve(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Request read = new Request(
                    request.method().name(),
                    request.path(),
                    query(request),
                    request.headers().getAll("Authorization"),
                    request.getHeader("Accept"),
                    request.getHeader("Content-Type"),
                    body.toString());
            Reply reply;
            synchronized (world) {
                world.advance();
                reply = controls.pull(read.method(), read.path(), read.query(), read.body())
                        .<Reply>map(answer -> answer)
                        .orElseGet(() -> gate.pass(read));
            }
            if (reply instanceof Reply.Wait) {
                waiting.incrementAndGet();
            }
            finish(request.response(), reply);
        });
    }

    private void finish(HttpServerResponse response, Reply reply) {
        if (reply instanceof Answer answer) {
            write(response, answer);
        } else if (reply instanceof Reply.Wait wait) {
            Optional<Answer> ready;
            synchronized (world) {
                ready = wait.ready().get();
                if (ready.isEmpty() && !world.now().isBefore(wait.deadline())) {
                    ready = Optional.of(wait.otherwise().get());
                }
            }
            ready.ifPresentOrElse(
                    answer -> {
                        waiting.decrementAndGet();
                        write(response, answer);
                    },
                    () -> pause.after(POLL, () -> finish(response, wait)));
        }
    }

    private static void write(HttpServerResponse response, Answer answer) {
        if (response.ended() || response.closed()) {
            // Who asked has gone; what was leased for it stays leased, as with the real one
            return;
        }
        response.setStatusCode(answer.status()).putHeader("cache-control", "max-age=0, private, must-revalidate");
        String contentType = answer.contentType();
        if (contentType != null) {
            response.putHeader("content-type", contentType);
        }
        response.end(answer.body());
    }

    private static Map<String, String> query(HttpServerRequest request) {
        Map<String, String> query = new HashMap<>();
        MultiMap params = request.params();
        params.forEach(param -> query.put(param.getKey(), param.getValue()));
        return query;
    }
}
