package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The Sequin server itself. */
public final class Server {
    /** Its health and version. A server that calls itself ill is a value; one that isn't reached is UNAVAILABLE. */
    public Uni<ServerInfo> health() {
        throw new UnsupportedOperationException();
    }

    public Uni<List<LocalTunnel>> localTunnels() {
        throw new UnsupportedOperationException();
    }
}
