package io.sequinmcp.gateway;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.sequinmcp.connectors.Connector;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Makes the connector the {@link Door} let in the identity of the request; it has proven itself there already. */
@Singleton
class ConnectorAuthentication implements HttpAuthenticationMechanism {
    private static final String CONNECTOR = "connector";

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext exchange, IdentityProviderManager providers) {
        return Uni.createFrom()
                .item(Visitor.connectorOf(exchange)
                        .map(ConnectorAuthentication::identity)
                        .orElse(null));
    }

    private static SecurityIdentity identity(Connector connector) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(connector.name()))
                .addAttribute(CONNECTOR, connector)
                .build();
    }

    /** The connector behind an identity, if it is one. */
    static Optional<Connector> connectorOf(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(CONNECTOR));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext exchange) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }
}
