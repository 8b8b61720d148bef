package io.sequinmcp.sandbox;

import io.sequinmcp.sandbox.demo.DemoWorld;
import io.sequinmcp.sandbox.world.World;
import java.time.Clock;
import java.util.Properties;

/**
 * Carries the world over a live reload, which throws away every class of ours and keeps the process. System properties
 * are the one place that both sides see.
 */
final class Survival {
    private static final String KEY = "io.sequinmcp.sandbox.world";

    private final Properties process;

    Survival(Properties process) {
        this.process = process;
    }

    void save(World world) {
        process.put(KEY, world.save());
    }

    /** The world as it was, or a new one when there is none or its classes were edited. */
    World restore(Clock clock) {
        if (process.remove(KEY) instanceof byte[] saved) {
            try {
                return World.load(saved, clock);
            } catch (IllegalArgumentException edited) {
                return DemoWorld.create(clock);
            }
        }
        return DemoWorld.create(clock);
    }
}
