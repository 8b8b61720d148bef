package io.sequinmcp.sandbox;

import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Levers that no Sequin has, for tests of a running server. They are outside of every path that Sequin knows. */
final class Controls {
    private static final String ROOT = "/_sandbox/";

    private final World world;

    Controls(World world) {
        this.world = world;
    }

    /**
     * {@code POST /_sandbox/leap?seconds=30} lets time pass; {@code POST /_sandbox/redis?up=false} takes Sequin's Redis
     * away, so that it knows no health and has no messages.
     *
     * @return empty for all that is not a lever
     */
    Optional<Answer> pull(String method, String path, Map<String, String> query) {
        if (!method.equals("POST") || !path.startsWith(ROOT)) {
            return Optional.empty();
        }
        switch (path.substring(ROOT.length())) {
            case "leap" -> world.leap(Duration.ofSeconds(Long.parseLong(query.getOrDefault("seconds", "0"))));
            case "redis" -> world.redisUp(Boolean.parseBoolean(query.get("up")));
            default -> {
                return Optional.empty();
            }
        }
        world.advance();
        return Optional.of(
                Answer.ok(Json.object().put("now", world.now().toString()).put("redis", world.redisUp())));
    }
}
