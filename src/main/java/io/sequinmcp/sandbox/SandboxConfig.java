package io.sequinmcp.sandbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The embedded stand-in for Sequin, for a first run, development and tests. */
@ConfigMapping(prefix = "sequin-mcp.sandbox")
public interface SandboxConfig {
    /** Whether it runs, as the account {@code default}; set by {@code SEQUIN_MCP_SANDBOX}. */
    @WithDefault("false")
    boolean enabled();

    /** The loopback port it listens on; 0 for a free one. */
    @WithDefault("17376")
    int port();
}
