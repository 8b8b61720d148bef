package io.sequinmcp.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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

    /**
     * Former encryption keys, comma-separated. What was encrypted with one can still be read, and is encrypted with the
     * current key when it is written again; then the former key can be dropped.
     */
    Optional<List<String>> encryptionPreviousKeys();

    /** Whether an embedded stand-in takes the place of a Sequin server; nothing real is behind the service then. */
    @WithDefault("false")
    boolean sandbox();
}
