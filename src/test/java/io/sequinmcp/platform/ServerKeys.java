package io.sequinmcp.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keys of a service that is not running. */
public final class ServerKeys {
    private ServerKeys() {}

    public static ServerKey of(String encryptionKey) {
        ServiceConfig config =
                new TestServiceConfig(Path.of("target/no-data"), Optional.of(encryptionKey), false, Optional.empty());
        return new ServerKey(config, new SecretFiles(config));
    }

    record TestServiceConfig(Path dataDir, Optional<String> encryptionKey, boolean sandbox, Optional<URI> publicUrl)
            implements ServiceConfig {
        @Override
        public Optional<List<String>> encryptionPreviousKeys() {
            return Optional.empty();
        }
    }
}
