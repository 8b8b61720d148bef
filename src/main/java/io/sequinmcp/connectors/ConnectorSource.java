package io.sequinmcp.connectors;

import java.util.Collection;

/** Where connectors come from: the configuration, the sandbox's own. Every bean of this type is asked, at start. */
public interface ConnectorSource {
    Collection<Connector> connectors();
}
