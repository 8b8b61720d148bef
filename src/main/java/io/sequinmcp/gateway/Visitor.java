package io.sequinmcp.gateway;

import io.sequinmcp.connectors.Connector;
import io.sequinmcp.oauth.OAuthGrant;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who stands at the door with one request.
 *
 * @param connector what their token opens, if anything
 * @param byPath whether the token was in the path, rather than in a header or missing
 * @param lacksCaller whether it opens nothing only because no caller token came with it
 * @param challenge what to ask for, where that is an access token
 * @param grant what an access token opens, if one came
 */
record Visitor(
        Optional<Connector> connector,
        boolean byPath,
        boolean lacksCaller,
        Optional<String> challenge,
        Optional<OAuthGrant> grant) {
    private static final String KEY = Visitor.class.getName();

    Visitor(Optional<Connector> connector, boolean byPath, boolean lacksCaller) {
        this(connector, byPath, lacksCaller, Optional.empty(), Optional.empty());
    }

    /** Somebody whose token opens nothing. */
    static Visitor stranger(boolean byPath) {
        return new Visitor(Optional.empty(), byPath, false);
    }

    /** Somebody who has to come with an access token. */
    static Visitor challenged(String challenge) {
        return new Visitor(Optional.empty(), false, false, Optional.of(challenge), Optional.empty());
    }

    /** Somebody with a good access token. */
    static Visitor with(OAuthGrant grant) {
        return new Visitor(Optional.of(grant.connector()), false, false, Optional.empty(), Optional.of(grant));
    }

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

    /** What an exchange was let in for by an access token. */
    static Optional<OAuthGrant> grantOf(RoutingContext exchange) {
        Visitor visitor = of(exchange);
        return visitor == null ? Optional.empty() : visitor.grant();
    }
}
