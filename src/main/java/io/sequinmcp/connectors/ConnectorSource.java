package io.sequinmcp.connectors;

import java.util.Collection;
import java.util.Optional;

/** Where connectors come from: the configuration, the sandbox's own. Every bean of this type is asked, at start. */
public interface ConnectorSource {
    Collection<Connector> connectors();

    /** The one of them that access tokens open, if it has one; no token of its own does. */
    default Optional<Connector> oauth() {
        return Optional.empty();
    }
}
