package io.sequinmcp.gateway;

import io.sequinmcp.connectors.Connector;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who stands at the door with one request.
 *
 * @param connector what their token opens, if anything
 * @param byPath whether the token was in the path, rather than in a header or missing
 * @param lacksCaller whether it opens nothing only because no caller token came with it
 */
record Visitor(Optional<Connector> connector, boolean byPath, boolean lacksCaller) {
    private static final String KEY = Visitor.class.getName();

    void enter(RoutingContext exchange) {
        exchange.put(KEY, this);
    }

    static @Nullable Visitor of(RoutingContext exchange) {
        return exchange.get(KEY);
    }

    /** The connector of an exchange that was let in. */
    static Optional<Connector> connectorOf(RoutingContext exchange) {
        Visitor visitor = of(exchange);
        return visitor == null ? Optional.empty() : visitor.connector();
    }
}
