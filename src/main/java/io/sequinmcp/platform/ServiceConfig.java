package io.sequinmcp.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** The service itself. */
@ConfigMapping(prefix = "sequin-mcp")
public interface ServiceConfig {
    /** How agents reach this service, such as {@code https://mcp.example.com}, when not at localhost. */
    Optional<URI> publicUrl();

    /**
     * What opens the admin API and the console; at least 32 characters. Needed unless the sandbox is on, which makes
     * one for itself.
     */
    Optional<String> adminToken();

    /**
     * How many processes of this service run at once, as whoever starts them knows; more than one share a PostgreSQL.
     */
    @WithDefault("1")
    int replicas();

    /** Whether an embedded stand-in takes the place of a Sequin server; nothing real is behind the service then. */
    @WithDefault("false")
    boolean sandbox();
}
