package io.sequinmcp.platform;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/** The secret of this service, of which each use gets a key of its own. */
@Singleton
public class ServerKey {
    private static final Logger LOG = Logger.getLogger(ServerKey.class);
    private static final String HMAC = "HmacSHA256";
    private static final String FILE = "server-key";
    private static final int MIN_LENGTH = 32;

    private final byte[] secret;

    ServerKey(ServiceConfig config, SecretFiles files) {
        this.secret = config.encryptionKey()
                .map(ServerKey::configured)
                .orElseGet(() -> kept(files))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String configured(String key) {
        if (key.length() < MIN_LENGTH) {
            throw new ConfigurationException(
                    "SEQUIN_MCP_ENCRYPTION_KEY must have at least %d characters; openssl rand -hex 32 makes one"
                            .formatted(MIN_LENGTH));
        }
        return key;
    }

    private static String kept(SecretFiles files) {
        try {
            return files.readOrMake(FILE, ServerKey::random);
        } catch (UncheckedIOException e) {
            LOG.warnf("%s. Sessions will not outlive this process. Set SEQUIN_MCP_ENCRYPTION_KEY", e.getMessage());
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
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return new SecretKeySpec(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)), HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
