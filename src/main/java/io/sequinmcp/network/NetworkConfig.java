package io.sequinmcp.network;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is known of the network in front of this service. */
@ConfigMapping(prefix = "sequin-mcp")
public interface NetworkConfig {
    /**
     * The reverse proxies in front of this service, as addresses or networks such as {@code 10.0.0.0/8}. What they say
     * of a client in {@code X-Forwarded-For} is believed, and what anybody else says is not.
     */
    Optional<List<String>> trustedProxies();

    /**
     * How long a client may take to send the first line and headers of a request, before it is hung up on; also how
     * long a connection may be there before its first request.
     */
    @WithDefault("20s")
    Duration headTimeout();

    /** How long a client may take to send the body of a request, before it is hung up on. */
    @WithDefault("20s")
    Duration bodyTimeout();

    /** How many wrong connector tokens from one address are answered at once, before the next ones have to wait. */
    @WithDefault("20")
    int freeWrongTokens();
}
