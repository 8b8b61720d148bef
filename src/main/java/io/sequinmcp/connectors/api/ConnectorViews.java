package io.sequinmcp.connectors.api;

import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.ConnectorAdmin;
import io.sequinmcp.connectors.ConnectorAdmin.Issued;
import io.sequinmcp.connectors.ConnectorRules;
import io.sequinmcp.connectors.StoredConnector;
import io.sequinmcp.connectors.StoredConnector.Usage;
import io.sequinmcp.connectors.Token;
import io.sequinmcp.connectors.Usages;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How connectors are shown. */
@Singleton
class ConnectorViews {
    private final ConnectorAdmin admin;
    private final ConnectorRules rules;
    private final Usages usages;
    private final ApiConfig config;

    ConnectorViews(ConnectorAdmin admin, ConnectorRules rules, Usages usages, ApiConfig config) {
        this.admin = admin;
        this.rules = rules;
        this.usages = usages;
        this.config = config;
    }

    /** With the token, if this is the answer that shows it. */
    ResponseBuilder answer(ResponseBuilder builder, Issued issued, UriInfo request) {
        StoredConnector it = issued.connector();
        return tagged(
                builder.entity(
                        issued.token().map(token -> shown(it, token, request)).orElseGet(() -> view(it))),
                it);
    }

    private static ResponseBuilder tagged(ResponseBuilder builder, StoredConnector it) {
        return builder.tag(ETags.of(it.revision()));
    }

    ResponseBuilder answer(ResponseBuilder builder, StoredConnector it) {
        return tagged(builder.entity(view(it)), it);
    }

    ConnectorView view(StoredConnector it) {
        return view(it, null, null);
    }

    private ConnectorView shown(StoredConnector it, Token token, UriInfo request) {
        URI url = base(request).resolve("mcp/" + token.reveal());
        return view(it, token.reveal(), url);
    }

    private ConnectorView view(StoredConnector it, @Nullable String token, @Nullable URI url) {
        boolean callerToken = Boolean.TRUE.equals(it.settings().requireApiTokenAuth());
        return new ConnectorView(
                it.id(),
                it.account(),
                it.name(),
                "api",
                it.settings(),
                admin.tools(it.settings()),
                callerToken,
                it.expiresAt().orElse(null),
                it.createdAt(),
                it.createdBy(),
                it.updatedAt(),
                it.revokedAt().orElse(null),
                it.usage().lastUsedAt().orElse(null),
                it.usage().calls(),
                it.formerTokenUntil().orElse(null),
                token,
                url == null ? null : url.toString(),
                url == null ? null : Setup.of(url, callerToken));
    }

    /** Those of the configuration, with what they were used for. */
    Uni<List<ConnectorView>> declared(List<Connector> connectors) {
        return usages.ofDeclared().map(all -> connectors.stream()
                .map(it -> view(it, all.getOrDefault(it.id(), Usage.NONE)))
                .toList());
    }

    private ConnectorView view(Connector it, Usage usage) {
        return new ConnectorView(
                it.id(),
                it.account(),
                it.name(),
                "configuration",
                null,
                List.copyOf(rules.tools(it.scope(), it.reach())),
                it.terms().callerToken(),
                it.expiresAt().orElse(null),
                null,
                null,
                null,
                null,
                usage.lastUsedAt().orElse(null),
                usage.calls(),
                null,
                null,
                null,
                null);
    }

    private URI base(UriInfo request) {
        URI base = config.publicUrl().orElse(request.getBaseUri());
        return base.getPath().endsWith("/") ? base : URI.create(base + "/");
    }
}
