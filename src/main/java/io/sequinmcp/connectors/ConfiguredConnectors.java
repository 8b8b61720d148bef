package io.sequinmcp.connectors;

import io.sequinmcp.connectors.ConnectorsConfig.ConnectorConfig;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The connectors an operator declared. One that cannot mean what it says stops the start-up. */
@Singleton
class ConfiguredConnectors implements ConnectorSource {
    private final List<Connector> connectors = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private Optional<Connector> oauth = Optional.empty();
    private final Accounts accounts;
    private final ConnectorRules rules;

    ConfiguredConnectors(ConnectorsConfig config, Accounts accounts, ConnectorRules rules) {
        this.accounts = accounts;
        this.rules = rules;
        config.connectors().forEach(this::add);
        refusals.raise();
    }

    private void add(String name, ConnectorConfig config) {
        String property = "sequin-mcp.connectors." + name;
        if (accounts.named(config.account()).isEmpty()) {
            refusals.add(
                    property + ".account",
                    "is '%s', but no account is called that; there are %s"
                            .formatted(
                                    config.account(),
                                    accounts.names().isEmpty()
                                            ? "none: set SEQUIN_URL and SEQUIN_API_TOKEN"
                                            : accounts.names()));
        }
        ConnectorRules.Grant grant =
                rules.read(settings(config), (where, why) -> refusals.add(property + "." + where, why));
        Optional<Instant> expiresAt = config.expiresAt().flatMap(text -> instant(property + ".expires-at", text));
        (config.oauth() ? tokenOfNobody(property, config) : token(property, config)).ifPresent(token -> {
            Connector connector = new Connector(
                    name, name, config.account(), grant.scope(), grant.reach(), grant.terms(), expiresAt, token);
            connectors.add(connector);
            if (config.oauth()) {
                oauth = Optional.of(connector);
            }
        });
    }

    /** Access tokens open it, so nothing else must: its own token is made up, and forgotten at once. */
    private Optional<TokenHash> tokenOfNobody(String property, ConnectorConfig config) {
        if (config.token().isPresent() || config.tokenSha256().isPresent() || config.requireApiTokenAuth()) {
            refusals.add(
                    property + ".oauth",
                    "is true, so access tokens open it: leave token, token-sha256 and require-api-token-auth out");
        }
        if (oauth.isPresent()) {
            refusals.add(property + ".oauth", "is true for another connector already; there can be one");
        }
        return Optional.of(Token.random(new SecureRandom()).hash());
    }

    private static ConnectorSettings settings(ConnectorConfig config) {
        return new ConnectorSettings(
                config.methods().orElse(null),
                config.tags().orElse(null),
                new ConnectorSettings.Tools(
                        config.tools().allow().orElse(null),
                        config.tools().deny().orElse(null)),
                new ConnectorSettings.Pins(
                        config.pins().sinks().orElse(null),
                        config.pins().databases().orElse(null),
                        config.pins().httpEndpoints().orElse(null)),
                config.protectedNames().orElse(null),
                config.requireApiTokenAuth(),
                new ConnectorSettings.LimitSettings(
                        config.limits().callsPerMinute().orElse(null),
                        config.limits().concurrentCalls().orElse(null),
                        config.limits().writesPerDay().orElse(null)),
                config.confirm().orElse(null));
    }

    private Optional<TokenHash> token(String property, ConnectorConfig config) {
        if (config.token().isPresent() == config.tokenSha256().isPresent()) {
            refusals.add(
                    property + ".token",
                    config.token().isPresent()
                            ? "and " + property + ".token-sha256 are both set; keep one"
                            : "or " + property + ".token-sha256 must be set");
            return Optional.empty();
        }
        // What is written there is never repeated: it may be a secret but for one character
        Optional<TokenHash> hash = config.token()
                .map(text -> Token.parse(text).map(Token::hash))
                .orElseGet(() -> config.tokenSha256().flatMap(TokenHash::parse));
        if (hash.isEmpty()) {
            refusals.add(
                    property + (config.token().isPresent() ? ".token" : ".token-sha256"),
                    config.token().isPresent()
                            ? "must be " + Token.PREFIX + " and 43 base64url characters"
                            : "must be 64 hexadecimal digits: the SHA-256 of the token");
        }
        return hash;
    }

    private Optional<Instant> instant(String property, String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            refusals.add(property, "must be a time with its offset, such as 2027-01-31T00:00:00Z");
            return Optional.empty();
        }
    }

    @Override
    public Optional<Connector> oauth() {
        return oauth;
    }

    @Override
    public Collection<Connector> connectors() {
        return connectors;
    }
}
