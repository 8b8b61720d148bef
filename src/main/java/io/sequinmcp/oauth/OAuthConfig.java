package io.sequinmcp.oauth;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** The authorization server that agents may sign in at; off when not set. */
@ConfigMapping(prefix = "sequin-mcp.oauth")
public interface OAuthConfig {
    /**
     * The issuer of the access tokens, such as {@code https://id.example.com/realms/agents}; it has to offer OpenID
     * Connect discovery.
     */
    Optional<URI> issuer();

    /**
     * What agents are given as the URL, letter by letter, such as {@code https://mcp-oauth.example.com/mcp}. Its host
     * serves nothing else, and must be another than that of the public URL: clients that see OAuth on a host try it for
     * every URL there.
     */
    Optional<URI> resource();

    /** The audience that tokens must be for; {@code resource} when not set. */
    Optional<String> audience();
}
