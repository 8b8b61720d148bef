package io.sequinmcp.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The service itself. */
@ConfigMapping(prefix = "sequin-mcp")
public interface ServiceConfig {
    /** Where what must survive a restart is kept, when no database outside does that. */
    Path dataDir();

    /** How agents reach this service, such as {@code https://mcp.example.com}, when not at localhost. */
    Optional<URI> publicUrl();

    /**
     * A secret of at least 32 characters. Set it, to the same for all, where there are several replicas: without it
     * each makes its own, and refuses the sessions of the others.
     */
    Optional<String> encryptionKey();

    /** Whether an embedded stand-in takes the place of a Sequin server; nothing real is behind the service then. */
    @WithDefault("false")
    boolean sandbox();
}
