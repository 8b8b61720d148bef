package io.sequinmcp.connectors;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What whoever manages connectors has to keep to. */
@ConfigMapping(prefix = "sequin-mcp.admin")
public interface AdminConfig {
    /** The longest a connector may live, such as {@code 90d}. When set, one without an expiry is refused. */
    Optional<Duration> longestExpiry();

    /** How long the old token of a connector still works after a rotation, unless the request says otherwise. */
    @WithDefault("1h")
    Duration rotationGrace();
}
