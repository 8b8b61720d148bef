package io.sequinmcp.connectors;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The Sequin servers this service may use. */
@ConfigMapping(prefix = "sequin-mcp.accounts")
public interface AccountsConfig {
    /** Accounts by name. {@code default} takes what it lacks from {@code SEQUIN_URL} and its like. */
    @WithParentName
    Map<String, AccountConfig> accounts();

    interface AccountConfig {
        /** The base URL of the Sequin server, without {@code /api}, such as {@code https://sequin.example.com}. */
        Optional<URI> url();

        /** A token of that server's API, made in its console under Settings. */
        Optional<String> apiToken();

        /** Where that server's Prometheus metrics are; without it, answers that need them say so. */
        Optional<URI> metricsUrl();
    }
}
