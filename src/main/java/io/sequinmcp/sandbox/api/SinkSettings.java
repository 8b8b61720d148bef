package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.World;
import java.time.Instant;

/** The way for seeds to make sinks: by the fields of the API, with its checks. */
public final class SinkSettings {
    private SinkSettings() {}

    /** @param insertedAt when it is said to have been made */
    public static Sink create(World world, ObjectNode fields, Instant insertedAt) {
        return new SinkForm(world).create(fields, insertedAt);
    }
}
