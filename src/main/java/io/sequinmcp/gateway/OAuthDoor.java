package io.sequinmcp.gateway;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sequinmcp.connectors.ToolCatalog;
import io.sequinmcp.oauth.OAuth;
import io.sequinmcp.oauth.OAuthGrant;
import io.sequinmcp.oauth.OAuthScope;
import io.sequinmcp.oauth.ProtectedResource;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The host name on which agents come with access tokens, if there is one. It serves the MCP endpoint, without tokens in
 * paths, and says where tokens are to be had; nothing of OAuth is on any other host, and nothing else on this one.
 */
@Singleton
class OAuthDoor {
    private static final Logger LOG = Logger.getLogger(OAuthDoor.class);
    private static final String ROOT = "/mcp";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RETRY_SECONDS = 5;

    private final OAuth oauth;
    private final Audits audits;
    private final Visibility visibility;
    private final ToolCatalog catalog;

    OAuthDoor(OAuth oauth, Visibility visibility, ToolCatalog catalog, Audits audits) {
        this.audits = audits;
        this.oauth = oauth;
        this.visibility = visibility;
        this.catalog = catalog;
    }

    void install(@Observes Filters filters) {
        oauth.resource().ifPresent(resource -> {
            filters.register(exchange -> knock(exchange, resource), FilterPriorities.OAUTH);
            filters.register(exchange -> stepUp(exchange, resource), FilterPriorities.STEP_UP);
        });
    }

    private void knock(RoutingContext exchange, ProtectedResource resource) {
        HostAndPort authority = exchange.request().authority();
        if (authority == null || !resource.isAt(authority.host()) || Visitor.of(exchange) != null) {
            exchange.next();
            return;
        }
        String path = exchange.normalizedPath();
        if (resource.isMetadata(path)) {
            tell(exchange, resource);
        } else if (path.equals(ROOT)) {
            identify(exchange, resource);
        } else if (path.startsWith(ROOT + "/")) {
            Visitor.stranger(true).enter(exchange);
            exchange.next();
        } else {
            exchange.response()
                    .setStatusCode(404)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(new JsonObject().put("error", "not_found").toBuffer());
        }
    }

    /** Public, and read by clients in browsers too. */
    private static void tell(RoutingContext exchange, ProtectedResource resource) {
        exchange.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(HttpHeaders.CACHE_CONTROL, "max-age=300");
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            exchange.response().end();
        } else {
            exchange.response().end(resource.metadata().toBuffer());
        }
    }

    private void identify(RoutingContext exchange, ProtectedResource resource) {
        String token = Door.bearer(exchange.request());
        if (token == null) {
            Visitor.challenged(resource.challenge()).enter(exchange);
            exchange.next();
            return;
        }
        Context context = exchange.vertx().getOrCreateContext();
        HttpServerRequest request = exchange.request();
        // Its body is not to arrive before somebody reads it
        request.pause();
        oauth.grant(token)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(
                        grant -> context.runOnContext(now -> admit(exchange, grant, resource)),
                        failure -> context.runOnContext(now -> refuse(exchange, failure, resource)));
    }

    private void admit(RoutingContext exchange, OAuthGrant grant, ProtectedResource resource) {
        exchange.request().resume();
        if (grant.scopes().isEmpty()) {
            refuseScope(
                    exchange, grant, resource, EnumSet.of(OAuthScope.READ), "The token has no scope of this service");
            return;
        }
        Visitor.with(grant).enter(exchange);
        exchange.next();
    }

    private static void refuse(RoutingContext exchange, Throwable failure, ProtectedResource resource) {
        exchange.request().resume();
        if (failure instanceof AuthenticationFailedException) {
            Visitor.challenged(resource.invalidToken()).enter(exchange);
            exchange.next();
            return;
        }
        LOG.errorf("Could not tell whether an access token is good: %s", failure);
        exchange.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_SECONDS));
        JsonRpc.refuse(
                exchange,
                503,
                JsonRpc.REFUSED,
                "The authorization server can't be asked for its keys; try again later");
    }

    /** A tool that the connector has and the token hasn't: the client may ask its user for more. */
    private void stepUp(RoutingContext exchange, ProtectedResource resource) {
        Optional<OAuthGrant> grant = Visitor.grantOf(exchange);
        Set<OAuthScope> lacking =
                grant.map(it -> lacking(JsonRpc.messageOf(exchange), it)).orElse(Set.of());
        if (lacking.isEmpty()) {
            exchange.next();
            return;
        }
        EnumSet<OAuthScope> wanted = EnumSet.copyOf(lacking);
        wanted.addAll(grant.orElseThrow().scopes());
        refuseScope(
                exchange,
                grant.orElseThrow(),
                resource,
                wanted,
                "This tool needs the scope "
                        + lacking.stream().map(OAuthScope::word).sorted().collect(Collectors.joining(" ")));
    }

    private void refuseScope(
            RoutingContext exchange,
            OAuthGrant grant,
            ProtectedResource resource,
            Collection<OAuthScope> wanted,
            String message) {
        audits.refused(exchange, Optional.of(grant.connector()), grant.subject(), "insufficient_scope");
        exchange.response().putHeader("WWW-Authenticate", resource.insufficientScope(wanted));
        JsonRpc.refuse(exchange, 403, JsonRpc.REFUSED, message);
    }

    private Set<OAuthScope> lacking(@Nullable Object message, OAuthGrant grant) {
        Set<String> has = visibility.tools(grant.connector());
        Set<String> could = visibility.tools(grant.whole());
        return called(message)
                .filter(tool -> could.contains(tool) && !has.contains(tool))
                .map(this::scopeOf)
                .collect(Collectors.toSet());
    }

    private OAuthScope scopeOf(String name) {
        return catalog.tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .map(tool -> OAuthScope.of(tool.method()))
                .orElseThrow();
    }

    /** The tools that a message, or a batch of them, calls. */
    private static Stream<String> called(@Nullable Object message) {
        if (message instanceof JsonArray batch) {
            return batch.stream().flatMap(OAuthDoor::called);
        }
        return message instanceof JsonObject call
                        && "tools/call".equals(call.getValue("method"))
                        && call.getValue("params") instanceof JsonObject params
                ? Stream.of(params.getValue("name")).filter(Objects::nonNull).map(String::valueOf)
                : Stream.empty();
    }
}
