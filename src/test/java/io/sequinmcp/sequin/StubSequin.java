package io.sequinmcp.sequin;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers what a test tells it to, and remembers what it was asked. Each route has a queue of answers, of
 * which the last stays; a route without any answers like an unknown one of Sequin's.
 */
final class StubSequin implements AutoCloseable {
    static final String TOKEN = "stub-token-1234567890";

    /** A request as it came in. */
    record Received(String method, String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .flatMap(header -> header.getValue().stream())
                    .findFirst()
                    .orElse("");
        }

        JsonNode json() {
            try {
                return SequinJson.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What to do with a request. */
    @FunctionalInterface
    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    private @Nullable HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, Deque<Reply>> routes = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger underWay = new AtomicInteger();

    /** Started by whoever first wants to know where it is: of the instances of a test class, some never run a test. */
    private synchronized int port() {
        HttpServer running = server;
        if (running == null) {
            try {
                running = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            running.setExecutor(workers);
            running.createContext("/", this::handle);
            running.start();
            server = running;
        }
        return running.getAddress().getPort();
    }

    Account account() {
        return account("stub");
    }

    Account account(String name) {
        return new Account(name, URI.create("http://127.0.0.1:" + port()), TOKEN, Optional.empty());
    }

    /** Tells what to answer on a route such as {@code GET /api/sinks}; several are given one after the other. */
    StubSequin on(String route, Reply... replies) {
        routes.put(route, new ArrayDeque<>(Arrays.asList(replies)));
        return this;
    }

    /** Answers as in the recording of this number, on the very route it was recorded on. */
    StubSequin replay(int number) {
        Recording recording = Recording.number(number);
        return on(recording.method() + " " + recording.path(), recording.reply());
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** What came in on a route. */
    List<Received> received(String route) {
        return received.stream()
                .filter(request -> route.equals(request.method() + " " + request.path()))
                .toList();
    }

    Received last(String route) {
        List<Received> requests = received(route);
        if (requests.isEmpty()) {
            throw new AssertionError("nothing came in on " + route + ", but " + received);
        }
        return requests.get(requests.size() - 1);
    }

    /** Everything that would have changed something. */
    List<String> writes() {
        List<String> writes = new ArrayList<>();
        for (Received request : received) {
            if (!request.method().equals("GET")) {
                writes.add(request.method() + " " + request.path());
            }
        }
        return writes;
    }

    void forget() {
        received.clear();
        routes.clear();
    }

    int underWay() {
        return underWay.get();
    }

    static Reply json(int status, String body) {
        return answer(status, "application/json; charset=utf-8", body);
    }

    static Reply answer(int status, String contentType, String body, String... headers) {
        return exchange -> {
            if (!contentType.isEmpty()) {
                exchange.getResponseHeaders().add("content-type", contentType);
            }
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Breaks the connection off without an answer. */
    static Reply reset() {
        return exchange -> {
            throw new IOException("reset on purpose");
        };
    }

    /** Never answers. */
    Reply silence() {
        return exchange -> await(closing);
    }

    /** Answers once the gate is open. */
    static Reply after(CountDownLatch gate, Reply reply) {
        return exchange -> {
            await(gate);
            reply.to(exchange);
        };
    }

    private static void await(CountDownLatch gate) {
        try {
            if (!gate.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the gate was not opened");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        underWay.incrementAndGet();
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            String path = exchange.getRequestURI().getRawPath() + (query == null ? "" : "?" + query);
            Received request = new Received(
                    exchange.getRequestMethod(),
                    path,
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            received.add(request);
            reply(request.method() + " " + path).to(exchange);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private Reply reply(String route) {
        Deque<Reply> replies = routes.get(route);
        if (replies == null) {
            return json(404, "{\"errors\":{\"detail\":\"Not Found\"}}");
        }
        synchronized (replies) {
            return replies.size() > 1 ? replies.pop() : replies.peek();
        }
    }

    @Override
    public synchronized void close() {
        closing.countDown();
        if (server != null) {
            server.stop(0);
        }
        workers.shutdownNow();
    }
}
