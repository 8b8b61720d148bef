package io.sequinmcp.connectors;

import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connectors of all sources, held in memory: to admit a call takes a hash and a look-up, and never the store. */
@Singleton
public class Connectors {
    private final Map<TokenHash, Connector> byToken = new HashMap<>();
    private final Clock clock;

    public Connectors(@All List<ConnectorSource> sources, Clock clock) {
        this.clock = clock;
        for (ConnectorSource source : sources) {
            for (Connector connector : source.connectors()) {
                Connector other = byToken.putIfAbsent(connector.token(), connector);
                if (other != null) {
                    throw new ConfigurationException(
                            "The connectors '%s' and '%s' have the same token; give each its own"
                                    .formatted(other.name(), connector.name()));
                }
            }
        }
    }

    /** The connector that token opens. An expired one is not told apart from one that never was. */
    public Optional<Connector> admit(@Nullable String token) {
        return Token.parse(token)
                .map(presented -> byToken.get(presented.hash()))
                .filter(connector -> !connector.isExpired(clock.instant()));
    }

    public Collection<Connector> all() {
        return List.copyOf(byToken.values());
    }
}
