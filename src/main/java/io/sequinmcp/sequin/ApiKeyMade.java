package io.sequinmcp.sequin;

import org.jspecify.annotations.Nullable;

/**
 * A new API key.
 *
 * @param secret the name its token is kept under, encrypted
 * @param token only where the operator lets agents see it
 */
public record ApiKeyMade(ApiKey key, String secret, @Nullable String token) {
    @Override
    public String toString() {
        return "ApiKeyMade[" + key.name() + "]";
    }
}
