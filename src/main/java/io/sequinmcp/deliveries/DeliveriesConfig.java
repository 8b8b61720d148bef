package io.sequinmcp.deliveries;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How deliveries are kept. */
@ConfigMapping(prefix = "sequin-mcp.deliveries")
public interface DeliveriesConfig {
    /**
     * How long Sequin keeps a received message from others. Its own default is 30 seconds and can only be changed per
     * sink in Sequin's console ({@code ack_wait_ms}); the API does not tell it. Set this to the shortest one in use.
     */
    @WithDefault("PT30S")
    Duration lease();

    /**
     * How long a delivery is remembered. After it, its ids count as never handed out, and a message that comes back is
     * not recognised.
     */
    @WithDefault("P7D")
    Duration retention();
}
