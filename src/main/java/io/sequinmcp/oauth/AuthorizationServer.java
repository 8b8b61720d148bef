package io.sequinmcp.oauth;

import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;

/**
 * Tells Quarkus of the authorization server, if there is one: it finds its keys there, and looks anew when they change.
 */
@Singleton
class AuthorizationServer {
    static final String TENANT = "agents";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OAuthConfig config;

    AuthorizationServer(OAuthConfig config) {
        this.config = config;
    }

    void register(@Observes Oidc oidc) {
        if (config.issuer().isPresent() && config.resource().isPresent()) {
            oidc.create(tenant(
                    config.issuer().get(), audience(config, config.resource().get())));
        }
    }

    static String audience(OAuthConfig config, URI resource) {
        return config.audience().orElse(resource.toString());
    }

    private static OidcTenantConfig tenant(URI issuer, String audience) {
        return OidcTenantConfig.builder()
                .tenantId(TENANT)
                .authServerUrl(issuer.toString())
                .applicationType(ApplicationType.SERVICE)
                .connectionTimeout(PATIENCE)
                .token()
                .issuer(issuer.toString())
                .audience(audience)
                .subjectRequired()
                // What can't be verified here and now is refused: the server is never asked about a token
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false)
                .end()
                .build();
    }
}
