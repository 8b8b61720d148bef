package io.sequinmcp.oauth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This service as an OAuth resource (RFC 9728): what it says of itself, and how it asks for a token (RFC 6750).
 *
 * @param uri what agents are given as the URL
 */
public record ProtectedResource(URI uri, URI issuer) {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    /** Whether a request for that host is one for this resource. */
    public boolean isAt(String host) {
        return host.toLowerCase(Locale.ROOT).equals(uri.getHost().toLowerCase(Locale.ROOT));
    }

    /** Whether the metadata is there: with the path of the resource, or at the root, where some clients look. */
    public boolean isMetadata(String path) {
        return path.equals(WELL_KNOWN) || path.equals(WELL_KNOWN + uri.getPath());
    }

    /** What clients need to know to get a token. */
    public JsonObject metadata() {
        return new JsonObject()
                .put("resource", uri.toString())
                .put("resource_name", "Sequin MCP")
                .put("authorization_servers", JsonArray.of(issuer.toString()))
                .put("scopes_supported", new JsonArray(OAuthScope.words()))
                .put("bearer_methods_supported", JsonArray.of("header"));
    }

    /** Asks for a token. */
    public String challenge() {
        return "Bearer " + where() + ", scope=\"" + words(Stream.of(OAuthScope.READ)) + "\"";
    }

    /** Says that the token that came is no good. */
    public String invalidToken() {
        return "Bearer error=\"invalid_token\", " + where();
    }

    /** Asks for a token with these scopes, too. */
    public String insufficientScope(Collection<OAuthScope> wanted) {
        return "Bearer error=\"insufficient_scope\", scope=\"" + words(wanted.stream()) + "\", " + where();
    }

    private String where() {
        return "resource_metadata=\"" + uri.resolve(WELL_KNOWN + uri.getPath()) + "\"";
    }

    private static String words(Stream<OAuthScope> scopes) {
        return scopes.sorted().map(OAuthScope::word).collect(Collectors.joining(" "));
    }
}
