package io.sequinmcp.connectors.api;

import io.sequinmcp.connectors.Role;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Who asks the admin API for something.
 *
 * @param name as it is written into what they make
 */
record Principal(String name, Role role) {
    private static final String KEY = Principal.class.getName();

    void enter(RoutingContext exchange) {
        exchange.put(KEY, this);
    }

    static Optional<Principal> of(RoutingContext exchange) {
        return Optional.ofNullable(exchange.get(KEY));
    }
}
