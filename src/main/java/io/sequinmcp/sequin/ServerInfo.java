package io.sequinmcp.sequin;

import org.jspecify.annotations.Nullable;

/**
 * What a Sequin server says of itself. Its health covers its own Postgres and Redis; neither source databases nor
 * sinks.
 *
 * @param ok whether it calls itself healthy
 * @param version such as {@code 0.14.6}; null when the server doesn't tell
 * @param revision the release it runs, as its health check tells it; null when it doesn't
 * @param error what it says is wrong; null when healthy
 */
public record ServerInfo(
        String account, boolean ok, @Nullable String version, @Nullable String revision, @Nullable String error) {}
