package io.sequinmcp.sandbox.api;

import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.World;

/** All of Sequin's operations. */
public final class Apis {
    /** The version this sandbox was made after. */
    static final String VERSION = "v0.14.6";

    private Apis() {}

    public static void on(Routes routes, World world) {
        new SystemApi(world, VERSION).on(routes);
        new MetricsApi(world).on(routes);
        new DatabasesApi(world).on(routes);
        new EndpointsApi(world).on(routes);
        new SinksApi(world).on(routes);
        new BackfillsApi(world).on(routes);
        new StreamsApi(world).on(routes);
        new ApiKeysApi(world).on(routes);
        new ReplicationsApi(world).on(routes);
        new ConfigApi(world).on(routes);
    }
}
