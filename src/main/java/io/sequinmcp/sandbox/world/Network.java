package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the simulated Sequin can reach: Postgres servers and webhook receivers. */
public final class Network implements Serializable {
    private final List<PostgresServer> servers = new ArrayList<>();
    private final Set<String> deadEndpoints = new HashSet<>();

    /** A Postgres server without TLS, and the one login it knows. */
    public static final class PostgresServer implements Serializable {
        private final Set<String> hosts;
        private final int port;
        private final String username;
        private final String password;
        private final Map<String, Catalog> catalogs = new LinkedHashMap<>();

        public PostgresServer(Set<String> hosts, int port, String username, String password) {
            this.hosts = Set.copyOf(hosts);
            this.port = port;
            this.username = username;
            this.password = password;
        }

        public PostgresServer with(Catalog catalog) {
            catalogs.put(catalog.name(), catalog);
            return this;
        }
    }

    public PostgresServer add(PostgresServer server) {
        servers.add(server);
        return server;
    }

    /** Makes a host and port refuse webhook calls. */
    public void kill(String hostAndPort) {
        deadEndpoints.add(hostAndPort);
    }

    public boolean answers(URI endpoint) {
        String host = Optional.ofNullable(endpoint.getHost()).orElse("");
        return !host.endsWith(".invalid") && !deadEndpoints.contains(host + ":" + endpoint.getPort());
    }

    public List<Catalog> catalogs() {
        return servers.stream()
                .flatMap(server -> server.catalogs.values().stream())
                .toList();
    }

    /** The catalog a database record points at, whatever its login. */
    public Optional<Catalog> catalog(Database database) {
        return servers.stream()
                .filter(server -> server.hosts.contains(database.hostname()) && server.port == database.port())
                .flatMap(server -> Optional.ofNullable(server.catalogs.get(database.database())).stream())
                .findFirst();
    }

    /** Tries to connect the way Sequin does, stage by stage. */
    public Connection connect(
            String hostname, int port, String username, String password, String database, boolean ssl) {
        List<PostgresServer> onHost = servers.stream()
                .filter(server -> server.hosts.contains(hostname))
                .toList();
        if (onHost.isEmpty()) {
            return new Connection.Unreachable("nxdomain", "The host is not reachable (nxdomain).");
        }
        Optional<PostgresServer> server =
                onHost.stream().filter(candidate -> candidate.port == port).findFirst();
        if (server.isEmpty()) {
            return new Connection.Unreachable("econnrefused", "The host is not reachable on that port (econnrefused).");
        }
        if (ssl) {
            return new Connection.Broken();
        }
        if (!server.get().username.equals(username) || !server.get().password.equals(password)) {
            return new Connection.Denied(
                    "invalid_password", "password authentication failed for user \"" + username + "\"");
        }
        Catalog catalog = server.get().catalogs.get(database);
        return catalog == null
                ? new Connection.Denied("invalid_catalog_name", "database \"" + database + "\" does not exist")
                : new Connection.Open(catalog);
    }
}
