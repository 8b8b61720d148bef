package io.sequinmcp.connectors;

import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connectors of all sources, held in memory: to admit a call takes a hash and a look-up, and never the store. Those
 * of the {@link Registry} come and go while the service runs.
 */
@Singleton
public class Connectors {
    private static final Logger LOG = Logger.getLogger(Connectors.class);
    /** How long what is known of the store counts while the store can't be asked. */
    private static final Duration TRUSTED = Duration.ofSeconds(30);

    private final Map<TokenHash, Connector> declared = new HashMap<>();
    private final Map<TokenHash, Key> registered = new ConcurrentHashMap<>();
    private final Map<String, Known> known = new HashMap<>();
    private final ConnectorRules rules;
    private final Clock clock;
    private final Optional<Connector> oauth;
    private volatile Instant confirmedAt;

    public Connectors(@All List<ConnectorSource> sources, ConnectorRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
        this.confirmedAt = clock.instant();
        this.oauth = sources.stream().flatMap(source -> source.oauth().stream()).findFirst();
        for (ConnectorSource source : sources) {
            for (Connector connector : source.connectors()) {
                Connector other = declared.putIfAbsent(connector.token(), connector);
                if (other != null) {
                    throw new ConfigurationException(
                            "The connectors '%s' and '%s' have the same token; give each its own"
                                    .formatted(other.name(), connector.name()));
                }
            }
        }
    }

    /**
     * The connector that token opens. An expired one is not told apart from one that never was.
     *
     * @throws StaleRegistryException if the store couldn't be asked for so long that nobody knows
     */
    public Optional<Connector> admit(@Nullable String token) {
        return Token.parse(token)
                .flatMap(presented -> find(presented.hash()))
                .filter(connector -> !connector.isExpired(clock.instant()));
    }

    /** The connector that access tokens open, as long as it isn't expired. */
    public Optional<Connector> oauth() {
        return oauth.filter(connector -> !connector.isExpired(clock.instant()));
    }

    private Optional<Connector> find(TokenHash hash) {
        Connector fixed = declared.get(hash);
        if (fixed != null) {
            return Optional.of(fixed);
        }
        Instant now = clock.instant();
        if (now.isAfter(confirmedAt.plus(TRUSTED))) {
            throw new StaleRegistryException();
        }
        Key key = registered.get(hash);
        return key == null || key.until().filter(end -> !now.isBefore(end)).isPresent()
                ? Optional.empty()
                : Optional.of(key.connector());
    }

    public Collection<Connector> all() {
        return Stream.concat(
                        declared.values().stream(), registered.values().stream().map(Key::connector))
                .distinct()
                .toList();
    }

    /** Those of the configuration, and the sandbox's. */
    public Collection<Connector> declared() {
        return List.copyOf(declared.values());
    }

    /** Takes a change up, unless a later one is known. A revoked connector is refused from here on. */
    synchronized void apply(StoredConnector changed) {
        Known before = known.get(changed.id());
        if (before != null && before.revision() >= changed.revision()) {
            return;
        }
        if (before != null) {
            before.tokens().forEach(registered::remove);
        }
        List<TokenHash> tokens = new ArrayList<>();
        if (!changed.isRevoked()) {
            connector(changed).ifPresent(connector -> {
                registered.put(changed.token(), new Key(connector, Optional.empty()));
                tokens.add(changed.token());
                changed.formerToken().ifPresent(former -> {
                    registered.put(former, new Key(connector, changed.formerTokenUntil()));
                    tokens.add(former);
                });
            });
        }
        known.put(changed.id(), new Known(changed.revision(), List.copyOf(tokens)));
    }

    /** The store was asked, and there is nothing that {@link #apply} has not been told. */
    void confirm() {
        confirmedAt = clock.instant();
    }

    /**
     * A tool that is gone since takes nothing from a scope but itself. Anything else that can't be read would widen
     * what the connector may do, so it is out.
     */
    private Optional<Connector> connector(StoredConnector stored) {
        List<String> unreadable = new ArrayList<>();
        ConnectorRules.Grant grant = rules.read(stored.settings(), (where, why) -> {
            if (!where.startsWith("tools.")) {
                unreadable.add(where + " " + why);
            }
        });
        if (!unreadable.isEmpty()) {
            LOG.errorf("The connector %s (%s) is refused: %s", stored.id(), stored.name(), unreadable);
            return Optional.empty();
        }
        return Optional.of(new Connector(
                stored.id(),
                stored.name(),
                stored.account(),
                grant.scope(),
                grant.reach(),
                grant.terms(),
                stored.expiresAt(),
                stored.token()));
    }

    /** What a token opens, and for how long, if not as long as the connector lives. */
    private record Key(Connector connector, Optional<Instant> until) {}

    private record Known(long revision, List<TokenHash> tokens) {}
}
