package io.sequinmcp.connectors;

import io.sequinmcp.connectors.ConnectorsConfig.ConnectorConfig;
import io.sequinmcp.sequin.Reach;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The connectors an operator declared. One that cannot mean what it says stops the start-up. */
@Singleton
class ConfiguredConnectors implements ConnectorSource {
    private final List<Connector> connectors = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private final Accounts accounts;
    private final Set<String> knownTools;
    private final Set<String> knownTags;

    ConfiguredConnectors(ConnectorsConfig config, Accounts accounts, ToolCatalog catalog) {
        this.accounts = accounts;
        this.knownTools =
                catalog.tools().stream().map(ToolCatalog.Entry::name).collect(Collectors.toCollection(TreeSet::new));
        this.knownTags = Stream.concat(
                        Scope.KNOWN_TAGS.stream(), catalog.tools().stream().map(ToolCatalog.Entry::tag))
                .collect(Collectors.toCollection(TreeSet::new));
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
        Scope scope = new Scope(
                methods(property + ".methods", config.methods()),
                known(property + ".tags", "tag", config.tags(), knownTags).orElse(Scope.DEFAULT_TAGS),
                known(property + ".tools.allow", "tool", config.tools().allow(), knownTools)
                        .orElse(Set.of()),
                known(property + ".tools.deny", "tool", config.tools().deny(), knownTools)
                        .orElse(Set.of()));
        Optional<Instant> expiresAt = config.expiresAt().flatMap(text -> instant(property + ".expires-at", text));
        token(property, config)
                .ifPresent(token -> connectors.add(
                        new Connector(name, name, config.account(), scope, Reach.EVERYTHING, expiresAt, token)));
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

    private Set<Method> methods(String property, Optional<List<String>> words) {
        if (words.isEmpty()) {
            return Scope.DEFAULT_METHODS;
        }
        return words.get().stream()
                .flatMap(word -> Method.named(word).map(Set::stream).orElseGet(() -> {
                    refusals.add(property, "has '%s'; a method is one of %s".formatted(word, Method.words()));
                    return Stream.empty();
                }))
                .collect(Collectors.toSet());
    }

    private Optional<Set<String>> known(String property, String kind, Optional<List<String>> names, Set<String> known) {
        names.stream()
                .flatMap(List::stream)
                .filter(name -> !known.contains(name))
                .forEach(name -> refusals.add(property, "has '%s'; a %s is one of %s".formatted(name, kind, known)));
        return names.map(Set::copyOf);
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
    public Collection<Connector> connectors() {
        return connectors;
    }
}
