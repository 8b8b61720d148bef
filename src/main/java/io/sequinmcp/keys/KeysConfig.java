package io.sequinmcp.keys;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What this service keeps secret by. */
@ConfigMapping(prefix = "sequin-mcp")
public interface KeysConfig {
    /** Where what must survive a restart is kept, when no database outside does that. */
    Path dataDir();

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
}
