package io.sequinmcp.platform;

import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.ConnectorSource;
import io.sequinmcp.connectors.Scope;
import io.sequinmcp.connectors.Terms;
import io.sequinmcp.connectors.Token;
import io.sequinmcp.keys.SecretFiles;
import io.sequinmcp.sequin.Reach;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The connector of a first run: every default tool, on the sandbox. Its token stays the same over restarts, so that a
 * URL that was pasted into a client goes on working.
 */
@Singleton
class SandboxConnector implements ConnectorSource {
    private static final String NAME = "sandbox";
    private static final String FILE = "sandbox-connector-token";

    private final Optional<Token> token;

    SandboxConnector(ServiceConfig config, SecretFiles secrets) {
        this.token = config.sandbox() ? Optional.of(token(secrets)) : Optional.empty();
    }

    private static Token token(SecretFiles secrets) {
        String text =
                secrets.readOrMake(FILE, () -> Token.random(new SecureRandom()).reveal());
        return Token.parse(text)
                .orElseThrow(
                        () -> new IllegalStateException(FILE + " in the data directory holds no token; delete it"));
    }

    /** Its token, with the sandbox on. */
    Optional<Token> token() {
        return token;
    }

    @Override
    public Collection<Connector> connectors() {
        return token.map(it -> List.of(new Connector(
                        NAME,
                        NAME,
                        "default",
                        Scope.ALL_DEFAULT_TOOLS,
                        Reach.EVERYTHING,
                        Terms.PLAIN,
                        Optional.empty(),
                        it.hash())))
                .orElse(List.of());
    }
}
