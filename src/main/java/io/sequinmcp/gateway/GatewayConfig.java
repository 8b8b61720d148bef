package io.sequinmcp.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** The door. */
@ConfigMapping(prefix = "sequin-mcp")
public interface GatewayConfig {
    /**
     * Web origins whose pages may call, compared letter by letter, such as {@code https://inspector.example.com}. A
     * request without an origin, which is what agents send, always may.
     */
    Optional<Set<String>> allowedOrigins();

    /** The largest message an agent may send. */
    @WithDefault("4M")
    MemorySize maxMessageSize();
}
