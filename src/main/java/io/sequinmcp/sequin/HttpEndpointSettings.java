package io.sequinmcp.sequin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP endpoint is to be. Null is "not given": the default on a create, unchanged on an update.
 *
 * @param url http or https; a user and password in it would be dropped
 * @param headers on an update merged into the stored ones, unless {@code replaceHeaders}
 * @param encryptedHeaders like headers, but masked ever after. Stored values can't be read back, so a change lists all
 *     that are to remain
 * @param local reached through Sequin's tunnel; then give {@code path} and no {@code url}
 * @param replaceHeaders whether headers that are not mentioned are to go
 */
public record HttpEndpointSettings(
        @Nullable String name,
        @Nullable String url,
        @Nullable Map<String, Object> headers,
        @Nullable Map<String, Object> encryptedHeaders,
        @Nullable Boolean local,
        @Nullable String path,
        boolean replaceHeaders) {
    @Override
    public String toString() {
        return "HttpEndpointSettings[" + name + "]";
    }
}
