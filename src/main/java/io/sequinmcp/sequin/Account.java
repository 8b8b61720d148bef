package io.sequinmcp.sequin;

import java.net.URI;
import java.util.Optional;

/**
 * One Sequin server and the API token this service may use there.
 *
 * @param name what operators call it; {@code default} is the one from the environment
 * @param url the base URL, without {@code /api}
 * @param apiToken the bearer token; never shown
 * @param metricsUrl where Sequin's Prometheus metrics are, if they may be read
 */
public record Account(String name, URI url, String apiToken, Optional<URI> metricsUrl) {
    /** The name as it is quoted to an agent. */
    String quoted() {
        return "`" + name + "`";
    }

    @Override
    public String toString() {
        return "Account[" + name + " at " + url + "]";
    }
}
