package io.sequinmcp.console;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** What the console needs to know of the service. */
@ConfigMapping(prefix = "sequin-mcp")
interface ConsoleConfig {
    /** How this service is reached, such as {@code https://mcp.example.com}. */
    Optional<URI> publicUrl();
}
