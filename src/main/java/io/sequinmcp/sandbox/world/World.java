package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything that exists: Sequin's records of one account, and the Postgres servers outside. Time passes when
 * {@link #advance} is called. Not thread-safe: the server lets one request in at a time.
 */
public final class World implements Serializable {
    /** The version of every Postgres server here. */
    public static final int POSTGRES_VERSION = 17;

    private transient Clock clock;
    private final String version;
    private final Ids ids;
    private final Account account;
    private final Registry<User> users = new Registry<>();
    private final Network network = new Network();
    private final Registry<Database> databases = new Registry<>();
    private final Registry<Sink> sinks = new Registry<>();
    private final Registry<HttpEndpoint> endpoints = new Registry<>();
    private final Registry<Function> functions = new Registry<>();
    private final Registry<Retention> retentions = new Registry<>();
    private final Registry<ApiKey> apiKeys = new Registry<>();
    private final List<Replication> replications = new ArrayList<>();
    private final List<Traffic> traffic = new ArrayList<>();
    private Duration ahead = Duration.ZERO;
    private int sequence;
    private boolean redisUp = true;

    /** @param version what this Sequin says its version is */
    public World(Clock clock, long seed, String version, String accountName, String userEmail) {
        this.clock = clock;
        this.version = version;
        this.ids = new Ids(seed);
        this.account = new Account(ids.next(), accountName, clock.instant());
        users.add(new User(ids.next(), userEmail, clock.instant()));
    }

    /**
     * A world of its own with the same records: what is tried there is not done here. It looks at the same Postgres
     * servers, and must not write to them.
     */
    public World copy() {
        World copy = (World) new Twin().of(this);
        copy.clock = clock;
        return copy;
    }

    public byte[] save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(this);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @param saved by {@link #save}, of this same build; never anything from outside */
    public static World load(byte[] saved, Clock clock) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(saved))) {
            World world = (World) in.readObject();
            world.clock = clock;
            world.follow();
            return world;
        } catch (IOException | ClassNotFoundException otherBuild) {
            throw new IllegalArgumentException("Not a world of this build", otherBuild);
        }
    }

    private void follow() {
        network.catalogs().forEach(catalog -> catalog.follow(this::replicate));
    }

    public Instant now() {
        return clock.instant().plus(ahead);
    }

    /** Lets time pass at once, for who does not want to wait for leases and backfills. */
    public void leap(Duration by) {
        ahead = ahead.plus(by);
    }

    public Ids ids() {
        return ids;
    }

    public String version() {
        return version;
    }

    /** Without Redis Sequin knows no health and has no messages (recordings 561 to 563). */
    public boolean redisUp() {
        return redisUp;
    }

    public void redisUp(boolean up) {
        this.redisUp = up;
    }

    public Account account() {
        return account;
    }

    public Registry<User> users() {
        return users;
    }

    /** Sinks and change retentions are counted together. */
    public int nextSequence() {
        return ++sequence;
    }

    public Network network() {
        return network;
    }

    public Registry<Database> databases() {
        return databases;
    }

    public Registry<Sink> sinks() {
        return sinks;
    }

    public Registry<HttpEndpoint> endpoints() {
        return endpoints;
    }

    public Registry<Function> functions() {
        return functions;
    }

    public Registry<Retention> retentions() {
        return retentions;
    }

    public Registry<ApiKey> apiKeys() {
        return apiKeys;
    }

    public List<Replication> replications() {
        return replications;
    }

    /** The slot a database uses: its first. */
    public Optional<Replication> replicationOf(Database database) {
        return replications.stream()
                .filter(replication -> replication.databaseId().equals(database.id()))
                .findFirst();
    }

    public Database databaseOf(Sink sink) {
        return databases.byId(sink.databaseId()).orElseThrow();
    }

    public Network.PostgresServer add(Network.PostgresServer server) {
        network.add(server);
        follow();
        return server;
    }

    public void add(Traffic application) {
        traffic.add(application);
    }

    public Sink addSink(Database database, ObjectNode settings, Instant insertedAt) {
        nextSequence();
        return sinks.add(new Sink(ids.next(), database.id(), settings, ids, insertedAt));
    }

    /** Changes a sink's settings, with what that does to its buffer. */
    public void update(Sink sink, ObjectNode settings) {
        boolean wasActive = sink.is("active");
        sink.settings(settings, now());
        if (!wasActive && sink.is("active")) {
            rewind(sink);
        }
    }

    public Backfill startBackfill(Sink sink, Table table, String state) {
        databaseOf(sink).onPostgres(POSTGRES_VERSION);
        Backfill backfill = new Backfill(ids.next(), table, state, now(), BackfillReader.firstPage(now()));
        sink.backfills().add(backfill);
        return backfill;
    }

    public void update(Backfill backfill, String state) {
        backfill.state(state, now(), BackfillReader.firstPage(now()));
    }

    /** Lets everything happen that should have happened by now. */
    public void advance() {
        Instant now = now();
        traffic.forEach(application -> application.advance(now));
        for (Sink sink : sinks.all()) {
            deliver(sink);
            sink.backfills().forEach(backfill -> BackfillReader.advance(sink, backfill, now, () -> deliver(sink)));
        }
    }

    /** Whether a sink's destination takes what it is sent. Only webhooks can fail here. */
    public boolean destinationAnswers(Sink sink) {
        return endpointOf(sink)
                .flatMap(HttpEndpoint::address)
                .map(HttpEndpoint.Address::uri)
                .map(this::answers)
                .orElse(true);
    }

    private boolean answers(URI endpoint) {
        return network.answers(endpoint);
    }

    public Optional<HttpEndpoint> endpointOf(Sink sink) {
        return sink.type().equals("webhook")
                ? endpoints.byId(sink.destination().path("http_endpoint_id").asText())
                : Optional.empty();
    }

    /** Stream sinks wait to be asked; all others hand on at once what they have. */
    private void deliver(Sink sink) {
        if (sink.isStream() || !sink.is("active") || sink.buffer().isEmpty()) {
            return;
        }
        if (destinationAnswers(sink)) {
            sink.noteDelivered(sink.buffer().size());
            sink.buffer().clear();
        } else {
            sink.noteFailure();
        }
    }

    private void replicate(Catalog catalog, Change change) {
        for (Sink sink : sinks.all()) {
            if (replicates(sink, catalog, change.table())) {
                sink.noteSlot();
                if (!sink.is("disabled")) {
                    sink.offer(change, change.committedAt());
                }
            }
        }
    }

    private boolean replicates(Sink sink, Catalog catalog, Table table) {
        Database database = databaseOf(sink);
        return network.catalog(database).filter(found -> found == catalog).isPresent()
                && replicationOf(database)
                        .filter(replication -> replication.status().equals("active")
                                && catalog.publishes(replication.publicationName(), table))
                        .isPresent();
    }

    /**
     * What activating a sink does: its slot is read again from the oldest change that any sink on it has not got rid
     * of, so that changes that were acked long ago can come back under new ack ids (section 17, recording 420).
     */
    private void rewind(Sink sink) {
        Database database = databaseOf(sink);
        OptionalLong oldest = sinks.all().stream()
                .filter(other -> other.databaseId().equals(sink.databaseId()))
                .map(other -> other.buffer().oldestPosition())
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
        sink.buffer().restart(now());
        network.catalog(database)
                .ifPresent(catalog -> oldest.ifPresent(from -> catalog.logFrom(from).stream()
                        .filter(change -> replicates(sink, catalog, change.table()))
                        .forEach(change -> sink.offer(change, now()))));
    }
}
