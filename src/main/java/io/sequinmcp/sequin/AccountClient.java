package io.sequinmcp.sequin;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.sequinmcp.sequin.generated.api.ApiKeysApi;
import io.sequinmcp.sequin.generated.api.BackfillsApi;
import io.sequinmcp.sequin.generated.api.ConfigApi;
import io.sequinmcp.sequin.generated.api.DatabasesApi;
import io.sequinmcp.sequin.generated.api.HttpEndpointsApi;
import io.sequinmcp.sequin.generated.api.LocalTunnelsApi;
import io.sequinmcp.sequin.generated.api.ReplicationsApi;
import io.sequinmcp.sequin.generated.api.SinksApi;
import io.sequinmcp.sequin.generated.api.StreamsApi;
import io.sequinmcp.sequin.generated.api.SystemApi;
import io.sequinmcp.sequin.generated.model.Version;
import io.smallrye.mutiny.Uni;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/**
 * The typed client of one account, with its connections and its guards. Kept for as long as the account stays as is.
 */
final class AccountClient implements Closeable {
    private static final Logger LOG = Logger.getLogger(AccountClient.class);
    private static final Duration VERSION_WAIT = Duration.ofSeconds(2);
    private static final Duration VERSION_KEPT = Duration.ofMinutes(10);
    /** A server that doesn't tell may have been down. */
    private static final Duration VERSION_MISSED = Duration.ofSeconds(30);

    /**
     * Bytes of an answer that are taken in at once: in pieces of the usual 8 KB, a list would be copied again and
     * again.
     */
    private static final int READ_AT_ONCE = 64 * 1024;

    /** Longest wait that a receive asks Sequin for. */
    static final Duration LONGEST_POLL = Duration.ofSeconds(25);

    private final Account account;
    private final SequinConfig config;
    private final Clock clock;
    private final Guards guards;
    private final UpstreamMeters meters;
    private final Failures failures;
    private final VersionedFailure versioned;
    private final SecretVault secrets;
    private final SecretEchoes echoes;
    private final Consumers consumers;
    private final List<Closeable> open = new ArrayList<>();
    private final Optional<MetricsClient> metrics;
    private final Uni<Optional<String>> version;
    private volatile Instant versionKept = Instant.MAX;
    private volatile boolean stopping;

    final SinksApi sinks;
    final BackfillsApi backfills;
    final StreamsApi streams;
    final DatabasesApi databases;
    final HttpEndpointsApi httpEndpoints;
    final ConfigApi configuration;
    final ReplicationsApi replications;
    final ApiKeysApi apiKeys;
    final LocalTunnelsApi localTunnels;
    final SystemApi system;

    AccountClient(Account account, SequinConfig config, SecretVault secrets, Clock clock, UpstreamMeters meters) {
        this.account = account;
        this.config = config;
        this.clock = clock;
        this.secrets = secrets;
        echoes = new SecretEchoes(secrets, account.name());
        this.meters = meters;
        guards = new Guards(account.name(), config, clock, meters);
        failures = new Failures(account);
        versioned = new VersionedFailure(account);
        consumers = new Consumers(clock);
        Duration read = config.readTimeout();
        sinks = build(SinksApi.class, read);
        backfills = build(BackfillsApi.class, read);
        // Rows are left as they are: nothing of ours gets there
        // A receive holds its connection for as long as it waits
        streams = build(
                StreamsApi.class,
                LONGEST_POLL.plus(config.receiveMargin()),
                config.connections() + config.receives(),
                new SequinJson());
        databases = build(DatabasesApi.class, read);
        httpEndpoints = build(HttpEndpointsApi.class, read);
        configuration = build(ConfigApi.class, config.configTimeout());
        replications = build(ReplicationsApi.class, read);
        apiKeys = build(ApiKeysApi.class, read);
        localTunnels = build(LocalTunnelsApi.class, read);
        system = build(SystemApi.class, read, config.connections(), new SequinJson(echoes), new HealthType());
        metrics = account.metricsUrl().map(url -> new MetricsClient(account.name(), url, config, guard(url)));
        metrics.ifPresent(client -> open.add(client.connections()));
        version = Uni.createFrom()
                .deferred(system::getVersion)
                .map(answer -> Optional.ofNullable(answer).map(Version::getVersion))
                .ifNoItem()
                .after(VERSION_WAIT)
                .fail()
                .onFailure()
                .recoverWithItem(Optional.empty())
                .invoke(known -> versionKept = clock.instant().plus(known.isPresent() ? VERSION_KEPT : VERSION_MISSED))
                .memoize()
                .until(() -> !clock.instant().isBefore(versionKept));
    }

    private <T> T build(Class<T> api, Duration readTimeout) {
        return build(api, readTimeout, config.connections(), new SequinJson(echoes));
    }

    private <T> T build(Class<T> api, Duration readTimeout, int connections, SequinJson json, Object... filters) {
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(account.url())
                .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(readTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, connections)
                .property(QuarkusRestClientProperties.MAX_CHUNK_SIZE, READ_AT_ONCE)
                .register(new RequestHeaders(account))
                .register(new AnswerMapper(clock, echoes))
                .register(json);
        Stream.of(filters).forEach(builder::register);
        guard(account.url()).ifPresent(guard -> guard.watch(builder));
        AnswerLimit.watch(builder);
        config.caCertificates().map(TrustedAuthorities::with).ifPresent(builder::trustStore);
        T client = builder.build(api);
        if (client instanceof Closeable closeable) {
            open.add(closeable);
        }
        return client;
    }

    /** What watches where the host of that URL leads, if that can change. */
    private Optional<UpstreamGuard> guard(URI url) {
        return new UpstreamPolicy(config).isToBeWatched(url)
                ? Optional.of(new UpstreamGuard(
                        account.name(), url, InetAddress::getAllByName, UpstreamPolicy::isForbidden, clock))
                : Optional.empty();
    }

    /** From now on nothing that waits for something to happen goes on waiting. */
    void stopWaiting() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    Account account() {
        return account;
    }

    SecretVault secrets() {
        return secrets;
    }

    Clock clock() {
        return clock;
    }

    SequinConfig config() {
        return config;
    }

    /** Reads the metrics, if the account says where they are. */
    Optional<MetricsClient> metrics() {
        return metrics;
    }

    /** The streams seen lately. */
    Consumers consumers() {
        return consumers;
    }

    /** The version of the server, asked once and then remembered for a while; empty if it doesn't tell. */
    Uni<Optional<String>> version() {
        return version;
    }

    /**
     * Sends a request under guard.
     *
     * @param doing what it does, to go on after "Could not"
     * @param within how long it may take in all, retries included
     * @param failed is told of each try that fails
     * @return the answer; fails with nothing but {@link SequinException}
     */
    <T> Uni<T> send(
            Effort effort, String doing, Duration within, Supplier<Uni<T>> request, Consumer<SequinException> failed) {
        return within(effort, doing, within, unlimited(effort, doing, request, failed));
    }

    /** The same without a limit to the whole, for what must be seen to its end whoever waits for it. */
    <T> Uni<T> unlimited(Effort effort, String doing, Supplier<Uni<T>> request) {
        return unlimited(effort, doing, request, failure -> {});
    }

    private <T> Uni<T> unlimited(
            Effort effort, String doing, Supplier<Uni<T>> request, Consumer<SequinException> failed) {
        return guards.run(effort, () -> meters.timed(
                        effort,
                        Detached.fromScope(request)
                                .onFailure()
                                .transform(failure -> failures.explain(effort, doing, failure)))
                .onFailure(SequinException.class)
                .invoke(failure -> failed.accept((SequinException) failure)));
    }

    <T> Uni<T> within(Effort effort, String doing, Duration within, Uni<T> answer) {
        return answer.ifNoItem()
                .after(within)
                .failWith(() -> failures.late(effort, doing))
                .onFailure()
                .recoverWithUni(failure -> {
                    SequinException known = failures.explain(effort, doing, failure);
                    return VersionedFailure.concerns(known)
                            ? withVersion(doing, known)
                            : Uni.createFrom().failure(known);
                });
    }

    /** What could not be read though the status was fine. */
    SequinException unreadable(Effort effort, String doing) {
        return failures.unreadable(effort, doing);
    }

    /** Servers of different versions know and fail differently, so a failure names its own. */
    private <T> Uni<T> withVersion(String doing, SequinException failure) {
        return version.flatMap(known -> Uni.createFrom()
                .failure(known.map(name -> versioned.naming(doing, failure, name))
                        .orElse(failure)));
    }

    @Override
    public void close() {
        for (Closeable client : open) {
            try {
                client.close();
            } catch (IOException e) {
                LOG.debugf(e, "A client of account %s did not close", account.name());
            }
        }
    }
}
