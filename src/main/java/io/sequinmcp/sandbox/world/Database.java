package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sequin's record of a Postgres database. Mutable, as the records of its own database are. */
public final class Database implements Named, Serializable {
    private final String id;
    private String name = "";
    private String hostname = "";
    private int port = 5432;
    private String database = "";
    private String username = "";
    private String password = "";
    private boolean ssl;
    private boolean ipv6;
    private boolean localTunnel;
    private int poolSize = 10;
    private int queueInterval = 1000;
    private int queueTarget = 50;
    private ObjectNode annotations = Json.object();
    private @Nullable ObjectNode primary;
    private List<Table> knownTables = List.of();
    private @Nullable Integer postgresVersion;

    public Database(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    public String hostname() {
        return hostname;
    }

    public int port() {
        return port;
    }

    public String database() {
        return database;
    }

    public String username() {
        return username;
    }

    public String password() {
        return password;
    }

    public boolean ssl() {
        return ssl;
    }

    public boolean ipv6() {
        return ipv6;
    }

    public boolean localTunnel() {
        return localTunnel;
    }

    public int poolSize() {
        return poolSize;
    }

    public int queueInterval() {
        return queueInterval;
    }

    public int queueTarget() {
        return queueTarget;
    }

    public ObjectNode annotations() {
        return annotations;
    }

    /** Where to write to when this is a replica; with its password. */
    public Optional<ObjectNode> primary() {
        return Optional.ofNullable(primary);
    }

    /** The tables as they were when Sequin last looked: it does not see new ones by itself. */
    public List<Table> knownTables() {
        return knownTables;
    }

    public Optional<Table> knownTable(String qualifiedName) {
        return knownTables.stream()
                .filter(table -> table.qualifiedName().equals(qualifiedName))
                .findFirst();
    }

    /** Null until Sequin had reason to ask: a connection test on creation, or a backfill. */
    public @Nullable Integer postgresVersion() {
        return postgresVersion;
    }

    public Database onPostgres(int version) {
        this.postgresVersion = version;
        return this;
    }

    public Database named(String newName) {
        this.name = newName;
        return this;
    }

    public Database at(String newHostname, int newPort, String newDatabase) {
        this.hostname = newHostname;
        this.port = newPort;
        this.database = newDatabase;
        return this;
    }

    public Database login(String newUsername, String newPassword) {
        this.username = newUsername;
        this.password = newPassword;
        return this;
    }

    public Database transport(boolean newSsl, boolean newIpv6, boolean newLocalTunnel) {
        this.ssl = newSsl;
        this.ipv6 = newIpv6;
        this.localTunnel = newLocalTunnel;
        return this;
    }

    public Database pool(int newPoolSize, int newQueueInterval, int newQueueTarget) {
        this.poolSize = newPoolSize;
        this.queueInterval = newQueueInterval;
        this.queueTarget = newQueueTarget;
        return this;
    }

    public Database annotated(ObjectNode newAnnotations) {
        this.annotations = newAnnotations;
        return this;
    }

    public Database replicaOf(@Nullable ObjectNode newPrimary) {
        this.primary = newPrimary;
        return this;
    }

    public Database knowing(List<Table> tables) {
        this.knownTables = List.copyOf(tables);
        return this;
    }
}
