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
 * @param withheld what it would open, had a caller token come with it
 * @param caller who uses the connector, if that is known: a caller token, or the subject of an access token
 * @param challenge what to ask for, where that is an access token
 * @param grant what an access token opens, if one came
 */
record Visitor(
        Optional<Connector> connector,
        boolean byPath,
        Optional<Connector> withheld,
        Optional<String> caller,
        Optional<String> challenge,
        Optional<OAuthGrant> grant) {
    private static final String KEY = Visitor.class.getName();

    /** Somebody with the token of a connector, and the caller token that it may demand. */
    static Visitor with(Connector connector, boolean byPath, Optional<String> caller) {
        return new Visitor(
                Optional.of(connector), byPath, Optional.empty(), caller, Optional.empty(), Optional.empty());
    }

    /** Somebody whose token opens nothing only because no caller token came with it. */
    static Visitor lacking(Connector withheld, boolean byPath) {
        return new Visitor(
                Optional.empty(), byPath, Optional.of(withheld), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Somebody whose token opens nothing. */
    static Visitor stranger(boolean byPath) {
        return new Visitor(
                Optional.empty(), byPath, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Somebody who has to come with an access token. */
    static Visitor challenged(String challenge) {
        return new Visitor(
                Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.of(challenge), Optional.empty());
    }

    /** Somebody with a good access token. */
    static Visitor with(OAuthGrant grant) {
        return new Visitor(
                Optional.of(grant.connector()),
                false,
                Optional.empty(),
                Optional.of(grant.subject()),
                Optional.empty(),
                Optional.of(grant));
    }

    boolean lacksCaller() {
        return withheld.isPresent();
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
