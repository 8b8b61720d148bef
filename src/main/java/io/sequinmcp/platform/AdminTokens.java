package io.sequinmcp.platform;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.sequinmcp.connectors.api.AdminToken;
import io.sequinmcp.keys.SecretFiles;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The admin token: the operator's, or one of the sandbox's own, which stays the same over restarts. */
class AdminTokens {
    private static final String FILE = "sandbox-admin-token";
    private static final int MIN_LENGTH = 32;

    @Produces
    @Singleton
    AdminToken adminToken(ServiceConfig config, SecretFiles secrets) {
        if (config.adminToken().isPresent()) {
            String token = config.adminToken().get().strip();
            if (token.length() < MIN_LENGTH) {
                throw new ConfigurationException(
                        "SEQUIN_MCP_ADMIN_TOKEN must have at least %d characters; openssl rand -hex 32 makes one"
                                .formatted(MIN_LENGTH));
            }
            return AdminToken.of(token);
        }
        return config.sandbox() ? AdminToken.of(secrets.readOrMake(FILE, AdminTokens::random)) : AdminToken.none();
    }

    private static String random() {
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
