package io.sequinmcp.connectors.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** What the admin API needs to know of the service. */
@ConfigMapping(prefix = "sequin-mcp")
interface ApiConfig {
    /** How agents reach this service, such as {@code https://mcp.example.com}; how the request came when not set. */
    Optional<URI> publicUrl();

    /** Whether an embedded stand-in is in the place of a Sequin. */
    @WithDefault("false")
    boolean sandbox();
}
