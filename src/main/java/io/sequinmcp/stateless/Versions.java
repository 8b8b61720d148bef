package io.sequinmcp.stateless;

import io.quarkiverse.mcp.server.runtime.McpMessageHandler;
import java.util.List;
import java.util.stream.Stream;

/** The versions of MCP that are spoken here. */
public final class Versions {
    static final String STATELESS = "2026-07-28";

    /** Those that begin with {@code initialize}. */
    static final List<String> WITH_SESSIONS = McpMessageHandler.SUPPORTED_PROTOCOL_VERSIONS;

    /** The newest first. */
    public static final List<String> ALL =
            Stream.concat(Stream.of(STATELESS), WITH_SESSIONS.stream()).toList();

    private Versions() {}
}
