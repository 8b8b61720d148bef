package io.sequinmcp.sandbox.api;

import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.World;

/** All of Sequin's operations. */
public final class Apis {
    private Apis() {}

    public static void on(Routes routes, World world) {
        new SystemApi(world).on(routes);
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
