package io.sequinmcp.secrets;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets that agents may use as {@code secret:NAME} and never see. Each is bound to fields and hosts; without these it
 * can't be used at all. Without a value or file it is read from {@code SEQUIN_MCP_SECRET_DIR}, or is one that was made
 * here.
 */
@ConfigMapping(prefix = "sequin-mcp.secrets")
public interface SecretsConfig {
    /** Secrets by name. */
    @WithParentName
    Map<String, SecretConfig> secrets();

    interface SecretConfig {
        /** The secret itself, of at least 8 characters. */
        Optional<String> value();

        /** A file that holds it, such as a mounted one; read again when it changes. */
        Optional<Path> file();

        /**
         * Where it may stand, such as {@code destination.password}, {@code database.password} or
         * {@code encrypted_headers.Authorization}; a final {@code *} is any field there.
         */
        Optional<List<String>> fields();

        /**
         * Where it may be sent, such as {@code kafka.example.com:9092} or {@code *.example.com}; {@code *} is anywhere.
         */
        Optional<List<String>> hosts();

        /** The accounts it is for; all when not set. */
        Optional<List<String>> accounts();
    }
}
