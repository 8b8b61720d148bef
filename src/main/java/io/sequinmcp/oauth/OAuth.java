package io.sequinmcp.oauth;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.Tenant;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.runtime.util.HashUtil;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.Connectors;
import io.sequinmcp.connectors.Method;
import io.sequinmcp.connectors.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** What access tokens open: the connector that is declared for it, as far as the token's scopes go. */
@Singleton
public class OAuth {
    private static final int SUBJECT_DIGITS = 24;

    private final Optional<ProtectedResource> resource;
    private final String audience;
    private final TenantIdentityProvider tokens;
    private final Connectors connectors;

    OAuth(
            OAuthConfig config,
            OAuthRules rules,
            @Tenant(AuthorizationServer.TENANT) TenantIdentityProvider tokens,
            Connectors connectors) {
        this.resource = rules.resource(config, connectors.oauth());
        this.audience = resource.map(it -> AuthorizationServer.audience(config, it.uri()))
                .orElse("");
        this.tokens = tokens;
        this.connectors = connectors;
    }

    /** This service as an OAuth resource, if it is one. */
    public Optional<ProtectedResource> resource() {
        return resource;
    }

    /**
     * What a token opens.
     *
     * @return fails with {@link AuthenticationFailedException} if it is no good: of another issuer, for another
     *     audience, expired, or not signed by whom it should be; and with anything else if that can't be told now
     */
    public Uni<OAuthGrant> grant(String token) {
        return tokens.authenticate(new AccessTokenCredential(token)).map(this::grant);
    }

    private OAuthGrant grant(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)
                || resource.isEmpty()
                || !isForUs(token, resource.get())) {
            throw new AuthenticationFailedException();
        }
        Connector whole = connectors.oauth().orElseThrow(AuthenticationFailedException::new);
        Set<OAuthScope> scopes = OAuthScope.in(scope(token));
        return new OAuthGrant(token.getSubject(), whole, narrowed(whole, token, scopes), scopes);
    }

    /** Checked before, and once more: a tenant that is set up badly must not let anybody in. */
    private boolean isForUs(JsonWebToken token, ProtectedResource here) {
        return here.issuer().toString().equals(token.getIssuer())
                && token.getSubject() != null
                && token.getAudience() != null
                && token.getAudience().contains(audience);
    }

    /** Its own name for each subject, so that no one settles what another received, or uses another's plan. */
    private static Connector narrowed(Connector whole, JsonWebToken token, Set<OAuthScope> scopes) {
        Set<Method> granted = scopes.stream()
                .flatMap(scope -> scope.methods().stream())
                .filter(whole.scope().methods()::contains)
                .collect(Collectors.toSet());
        Scope scope = whole.scope();
        return new Connector(
                whole.id() + "~" + digest(token.getIssuer() + "\n" + token.getSubject()),
                whole.name(),
                whole.account(),
                new Scope(granted, scope.tags(), scope.allow(), scope.deny()),
                whole.reach(),
                whole.terms(),
                whole.expiresAt(),
                whole.token());
    }

    /** As RFC 9068 has it; some servers call it {@code scp}, and some of them make it a list. */
    private static @Nullable String scope(JsonWebToken token) {
        Object scope = token.getClaim("scope");
        Object found = scope == null ? token.getClaim("scp") : scope;
        if (found instanceof JsonArray list) {
            return list.stream()
                    .filter(JsonString.class::isInstance)
                    .map(word -> ((JsonString) word).getString())
                    .collect(Collectors.joining(" "));
        }
        return found instanceof JsonString text ? text.getString() : found instanceof String text ? text : null;
    }

    private static String digest(String text) {
        return HashUtil.sha256(text).substring(0, SUBJECT_DIGITS);
    }
}
