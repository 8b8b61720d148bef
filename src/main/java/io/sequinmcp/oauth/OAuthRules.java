package io.sequinmcp.oauth;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.sequinmcp.connectors.Connector;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What has to be set together for OAuth, and what can't. Anything else stops the start. */
@Singleton
class OAuthRules {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Optional<URI> publicUrl;

    OAuthRules(@ConfigProperty(name = "sequin-mcp.public-url") Optional<URI> publicUrl) {
        this.publicUrl = publicUrl;
    }

    /**
     * The resource this service is, if OAuth is on.
     *
     * @param connector the one declared for it
     */
    Optional<ProtectedResource> resource(OAuthConfig config, Optional<Connector> connector) {
        if (config.issuer().isEmpty() && config.resource().isEmpty() && connector.isEmpty()) {
            return Optional.empty();
        }
        List<String> complaints = new ArrayList<>();
        if (config.issuer().filter(OAuthRules::isSafe).isEmpty()) {
            complaints.add(
                    "sequin-mcp.oauth.issuer must be the https URL of the authorization server, as its tokens have it in iss");
        }
        if (config.resource().filter(OAuthRules::isSafe).isEmpty()) {
            complaints.add(
                    "sequin-mcp.oauth.resource must be the https URL that agents are given, such as https://mcp-oauth.example.com/mcp");
        } else if (host(config.resource()).equals(host(publicUrl))) {
            complaints.add(
                    "sequin-mcp.oauth.resource must be on another host name than SEQUIN_MCP_PUBLIC_URL: clients that find OAuth on a host try it for every URL there");
        }
        if (connector.isEmpty()) {
            complaints.add(
                    "sequin-mcp.connectors.<name>.oauth must be true for one connector: what access tokens open, at most");
        }
        if (!complaints.isEmpty()) {
            throw new ConfigurationException("OAuth can't be turned on:\n  " + String.join("\n  ", complaints));
        }
        return Optional.of(new ProtectedResource(
                config.resource().orElseThrow(), config.issuer().orElseThrow()));
    }

    private static String host(Optional<URI> url) {
        return url.map(it -> String.valueOf(it.getHost())).orElse("");
    }

    private static boolean isSafe(URI url) {
        return url.getHost() != null
                && url.getUserInfo() == null
                && ("https".equals(url.getScheme())
                        || ("http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost())));
    }
}
