package io.sequinmcp.keys;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * The secret of this service, of which each use gets a key of its own; and the former ones, as long as something is
 * encrypted with them.
 */
@Singleton
public class ServerKey {
    private static final Logger LOG = Logger.getLogger(ServerKey.class);
    private static final String HMAC = "HmacSHA256";
    private static final String FILE = "server-key";
    private static final int MIN_LENGTH = 32;

    /** The current one first. */
    private final List<byte[]> secrets;

    @Inject
    ServerKey(KeysConfig config, SecretFiles files) {
        this(secrets(config, files));
    }

    private ServerKey(List<String> secrets) {
        this.secrets = secrets.stream()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Of these secrets, the current one first; each of at least 32 characters. */
    public static ServerKey of(String current, String... former) {
        List<String> secrets = new ArrayList<>();
        secrets.add(checked("SEQUIN_MCP_ENCRYPTION_KEY", current));
        for (String secret : former) {
            secrets.add(checked("SEQUIN_MCP_ENCRYPTION_PREVIOUS_KEYS", secret));
        }
        return new ServerKey(secrets);
    }

    private static List<String> secrets(KeysConfig config, SecretFiles files) {
        List<String> secrets = new ArrayList<>();
        Optional<String> configured = config.encryptionKey();
        if (configured.isPresent()) {
            secrets.add(checked("SEQUIN_MCP_ENCRYPTION_KEY", configured.get()));
            // What this installation used before a key was given to it
            former(files).ifPresent(secrets::add);
        } else {
            secrets.add(kept(files));
        }
        config.encryptionPreviousKeys()
                .orElse(List.of())
                .forEach(key -> secrets.add(checked("SEQUIN_MCP_ENCRYPTION_PREVIOUS_KEYS", key)));
        return secrets.stream().distinct().toList();
    }

    private static String checked(String variable, String key) {
        if (key.length() < MIN_LENGTH) {
            throw new ConfigurationException(
                    "%s: a key must have at least %d characters; openssl rand -hex 32 makes one"
                            .formatted(variable, MIN_LENGTH));
        }
        return key;
    }

    private static Optional<String> former(SecretFiles files) {
        try {
            return files.read(FILE);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static String kept(SecretFiles files) {
        try {
            return files.readOrMake(FILE, ServerKey::random);
        } catch (UncheckedIOException e) {
            LOG.warnf(
                    "%s. Sessions, plans and stored secrets will not outlive this process. Set SEQUIN_MCP_ENCRYPTION_KEY",
                    e.getMessage());
            return random();
        }
    }

    private static String random() {
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** The HMAC key for that purpose; knowing it tells nothing of another's. */
    public SecretKey keyFor(String purpose) {
        return derived(secrets.get(0), purpose);
    }

    /** The same of every secret, the current one first: what one of the others made can still be read. */
    public List<SecretKey> keysFor(String purpose) {
        return secrets.stream().map(secret -> derived(secret, purpose)).toList();
    }

    private static SecretKey derived(byte[] secret, String purpose) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return new SecretKeySpec(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)), HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
