package io.sequinmcp.keys;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keys of a service that is not running. */
public final class ServerKeys {
    private ServerKeys() {}

    public static ServerKey of(String encryptionKey) {
        KeysConfig config = new TestKeysConfig(Path.of("target/no-data"), Optional.of(encryptionKey));
        return new ServerKey(config, new SecretFiles(config));
    }

    /** The secrets of a data directory. */
    public static SecretFiles files(Path dataDir) {
        return new SecretFiles(new TestKeysConfig(dataDir, Optional.empty()));
    }

    private record TestKeysConfig(Path dataDir, Optional<String> encryptionKey) implements KeysConfig {
        @Override
        public Optional<List<String>> encryptionPreviousKeys() {
            return Optional.empty();
        }
    }
}
