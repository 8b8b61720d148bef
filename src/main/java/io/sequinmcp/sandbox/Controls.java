package io.sequinmcp.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.StreamSupport;

/** Levers that no Sequin has, for tests of a running server. They are outside of every path that Sequin knows. */
final class Controls {
    private static final String ROOT = "/_sandbox/";

    private final World world;
    private final IntSupplier waiting;

    /** @param waiting how many long polls wait just now */
    Controls(World world, IntSupplier waiting) {
        this.world = world;
        this.waiting = waiting;
    }

    /**
     * {@code POST /_sandbox/leap?seconds=30} lets time pass; {@code POST /_sandbox/redis?up=false} takes Sequin's Redis
     * away, so that it knows no health and has no messages; {@code POST /_sandbox/insert?table=public.orders} writes
     * the rows of its body, a JSON array, into the first table of that name.
     *
     * @return empty for all that is not a lever
     */
    Optional<Answer> pull(String method, String path, Map<String, String> query, String body) {
        if (!method.equals("POST") || !path.startsWith(ROOT)) {
            return Optional.empty();
        }
        switch (path.substring(ROOT.length())) {
            case "leap" -> world.leap(Duration.ofSeconds(Long.parseLong(query.getOrDefault("seconds", "0"))));
            case "redis" -> world.redisUp(Boolean.parseBoolean(query.get("up")));
            case "insert" -> insert(query.getOrDefault("table", ""), body);
            default -> {
                return Optional.empty();
            }
        }
        world.advance();
        return Optional.of(Answer.ok(Json.object()
                .put("now", world.now().toString())
                .put("redis", world.redisUp())
                .put("waiting", waiting.getAsInt())));
    }

    private void insert(String table, String body) {
        Catalog catalog = world.network().catalogs().stream()
                .filter(it -> it.table(table).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no table " + table));
        ObjectNode[] rows = StreamSupport.stream(Json.parse(body).orElseThrow().spliterator(), false)
                .map(ObjectNode.class::cast)
                .toArray(ObjectNode[]::new);
        catalog.insert(table, world.now(), rows);
    }
}
