package io.sequinmcp.traps;

import com.fasterxml.jackson.databind.JsonNode;
import io.sequinmcp.SettableClock;
import io.sequinmcp.connectors.AccountSource;
import io.sequinmcp.sandbox.api.Apis;
import io.sequinmcp.sandbox.demo.DemoWorld;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Gate;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Request;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.World;
import io.sequinmcp.sequin.Account;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The account {@code observed}: a sandbox of these tests' own, that is set back before each, writes down what the
 * service asks of it, and answers otherwise when told to. Its time stands still but for long polls.
 */
@Singleton
public class ObservedSequin implements AccountSource {
    static final String TOKEN = "smcp_observed00000000000000000000000000000000000";
    static final String READER = "smcp_observer00000000000000000000000000000000000";

    /** Marks the bare calls of the tests, which are not written down and always answered by the sandbox. */
    private static final String BARE = "X-Bare";

    private static final Duration POLL = Duration.ofMillis(50);
    private static final String BEGINNING = "2026-11-22T12:00:00Z";

    /** What to answer once in place of the sandbox. */
    private record Instead(int status, String contentType, String body, List<String> headers) {}

    private record Place(World world, Gate gate, SettableClock clock) {}

    private final byte[] pristine =
            DemoWorld.create(new SettableClock(BEGINNING)).save();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Map<String, Deque<Instead>> instead = new ConcurrentHashMap<>();
    private final List<Runnable> held = new CopyOnWriteArrayList<>();
    private volatile int together;
    private volatile String kept = "";
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile Place place = place();

    ObservedSequin() {
        port = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> serve(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private Place place() {
        SettableClock clock = new SettableClock(BEGINNING);
        World world = World.load(pristine, clock);
        Routes routes = new Routes();
        Apis.on(routes, world);
        Gate gate = new Gate(routes, token -> world.apiKeys().all().stream()
                .anyMatch(key -> key.token().equals(token)));
        return new Place(world, gate, clock);
    }

    /** As it was at the beginning. */
    void reset() {
        place = place();
        instead.clear();
        together = 0;
        kept = "";
        waiting.clear();
        forget();
    }

    World world() {
        return place.world();
    }

    void pass(Duration time) {
        place.clock().advance(time);
    }

    /** What the service asked since the last look, such as {@code GET /api/sinks}, in the order it came in. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** The same for what would have changed something, with what was sent. */
    List<String> written() {
        return List.copyOf(bodies);
    }

    void forget() {
        asked.clear();
        bodies.clear();
    }

    /** Answers the next request on a route, such as {@code GET /api/sinks}, so; several wait for their turn. */
    void answer(String route, int status, String contentType, String body, String... headers) {
        instead.computeIfAbsent(route, any -> new ConcurrentLinkedDeque<>())
                .add(new Instead(status, contentType, body, List.of(headers)));
    }

    /** Answers reads only when so many of them have come in: those that are made one after the other never are. */
    void holdReads(int number) {
        held.clear();
        together = number;
    }

    /**
     * Keeps the next request on a route, a pattern such as {@code POST /api/config/plan}, waiting until {@link #letGo}.
     */
    void keep(String route) {
        kept = route;
    }

    /** Whether it has come and waits. */
    boolean keeps() {
        return !waiting.isEmpty();
    }

    /** Answers what was kept, as late as it is. */
    void letGo() {
        List<Runnable> late = List.copyOf(waiting);
        waiting.clear();
        vertx.runOnContext(go -> late.forEach(Runnable::run));
    }

    private void serve(HttpServerRequest request, Buffer body) {
        String route = request.method().name() + " " + request.path();
        if (route.matches(kept) && request.getHeader(BARE) == null) {
            kept = "";
            waiting.add(() -> answer(request, body));
        } else if (together > 0
                && request.getHeader(BARE) == null
                && request.method().name().equals("GET")) {
            held.add(() -> answer(request, body));
            if (held.size() >= together) {
                together = 0;
                held.forEach(Runnable::run);
            }
        } else {
            answer(request, body);
        }
    }

    private void answer(HttpServerRequest request, Buffer body) {
        String route = request.method().name() + " " + request.path();
        if (request.getHeader(BARE) == null) {
            asked.add(route);
            if (!request.method().name().equals("GET")) {
                bodies.add(route + " " + body);
            }
            Instead other = instead.getOrDefault(route, new ArrayDeque<>()).poll();
            if (other != null) {
                write(request.response(), other);
                return;
            }
        }
        Map<String, String> query = new HashMap<>();
        request.params().forEach(param -> query.put(param.getKey(), param.getValue()));
        Request read = new Request(
                request.method().name(),
                request.path(),
                query,
                request.headers().getAll("Authorization"),
                request.getHeader("Accept"),
                request.getHeader("Content-Type"),
                body.toString());
        Place now = place;
        Reply reply;
        synchronized (now.world()) {
            now.world().advance();
            reply = now.gate().pass(read);
        }
        finish(now, request.response(), reply);
    }

    private void finish(Place now, HttpServerResponse response, Reply reply) {
        if (reply instanceof Answer answer) {
            write(response, new Instead(answer.status(), orEmpty(answer.contentType()), answer.body(), List.of()));
        } else if (reply instanceof Reply.Wait wait) {
            Optional<Answer> ready;
            synchronized (now.world()) {
                ready = wait.ready().get();
                if (ready.isEmpty() && !now.world().now().isBefore(wait.deadline())) {
                    ready = Optional.of(wait.otherwise().get());
                }
            }
            if (ready.isPresent()) {
                finish(now, response, ready.get());
            } else {
                now.clock().advance(POLL);
                vertx.runOnContext(again -> finish(now, response, wait));
            }
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void write(HttpServerResponse response, Instead answer) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        if (!answer.contentType().isEmpty()) {
            response.putHeader("content-type", answer.contentType());
        }
        for (int i = 0; i < answer.headers().size(); i += 2) {
            response.putHeader(answer.headers().get(i), answer.headers().get(i + 1));
        }
        response.end(answer.body());
    }

    /** An answer to a bare call: its status and its body, a JSON string where it is no JSON. */
    record Answered(int status, JsonNode body) {
        JsonNode at(String pointer) {
            return body.at(pointer);
        }

        String text(String pointer) {
            return body.at(pointer).asText();
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

    Answered put(String path, String body) {
        return ask("PUT", path, body);
    }

    Answered delete(String path) {
        return ask("DELETE", path, "");
    }

    /** A bare call; in a body without double quotes single ones stand for them. */
    private Answered ask(String method, String path, String body) {
        return ask(
                method,
                path,
                body,
                "Authorization",
                "Bearer " + DemoWorld.API_TOKEN,
                "Content-Type",
                "application/json");
    }

    Answered ask(String method, String path, String body, String... headers) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json(body)))
                .headers(headers)
                .header(BARE, "true")
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return new Answered(
                    answer.statusCode(), Json.parse(answer.body()).orElseGet(() -> Json.tree(answer.body())));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String json(String text) {
        return text.contains("\"") ? text : text.replace('\'', '"');
    }

    @Override
    public Collection<Account> accounts() {
        return List.of(
                new Account("observed", URI.create("http://127.0.0.1:" + port), DemoWorld.API_TOKEN, Optional.empty()));
    }

    @PreDestroy
    void close() {
        vertx.close();
    }
}
