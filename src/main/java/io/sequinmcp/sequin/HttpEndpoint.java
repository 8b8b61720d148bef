package io.sequinmcp.sequin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where webhook sinks deliver to.
 *
 * @param url null for a local one
 * @param local whether it is reached through Sequin's tunnel from a developer's machine; then it has a path, no URL
 * @param headers sent as they are
 * @param encryptedHeaders their values are always masked
 * @param raw all that Sequin sent, fields we don't know included, secrets masked
 */
public record HttpEndpoint(
        String id,
        String name,
        @Nullable String url,
        boolean local,
        @Nullable String path,
        Map<String, Object> headers,
        Map<String, Object> encryptedHeaders,
        Map<String, Object> raw) {

    static HttpEndpoint of(Map<String, Object> raw) {
        Fields fields = new Fields(raw);
        return new HttpEndpoint(
                fields.textOrEmpty("id"),
                fields.textOrEmpty("name"),
                fields.text("url"),
                fields.flag("local"),
                fields.text("path"),
                fields.map("headers"),
                fields.map("encrypted_headers"),
                Fields.frozen(raw));
    }
}
