package io.sequinmcp.secrets;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets in mounted files. */
@ConfigMapping(prefix = "sequin-mcp")
public interface SecretFilesConfig {
    /** A directory with one file per secret, named like it, such as Kubernetes mounts. */
    Optional<Path> secretDir();
}
