package io.sequinmcp.connectors;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** The account {@code default} as the environment gives it: {@code SEQUIN_URL} and its like. */
@ConfigMapping(prefix = "sequin")
public interface EnvironmentConfig {
    /** The base URL of the Sequin server, without {@code /api}. */
    Optional<URI> url();

    /** A token of that server's API. */
    Optional<String> apiToken();

    /** Where that server's Prometheus metrics are. */
    Optional<URI> metricsUrl();
}
