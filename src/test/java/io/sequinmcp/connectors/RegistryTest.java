package io.sequinmcp.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sequinmcp.SettableClock;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.keys.ServerKeys;
import io.sequinmcp.security.LoggedErrors;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.sequin.Reach;
import io.sequinmcp.sequin.UpstreamPolicy;
import io.sequinmcp.store.OnEachDatabase;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.StoreException;
import io.sequinmcp.store.TestDatabase;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes on one store: what one does, the other knows after its next look. */
class RegistryTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final ToolCatalog CATALOG =
            () -> List.of(new ToolCatalog.Entry("list_sinks", Method.LIST, "sinks", Set.of()));
    private static final ConnectorSettings SINKS =
            new ConnectorSettings(List.of("read"), null, null, null, null, null, null, null);

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @OnEachDatabase
    void what_one_node_makes_changes_and_revokes_the_other_follows(TestDatabase database) {
        Store store = database.store();
        Node one = new Node(store);
        Node other = new Node(store);
        ConnectorAdmin.Issued made = one.make("shared");
        String token = made.token().orElseThrow().reveal();

        assertThat(one.connectors.admit(token)).isPresent();
        assertThat(other.connectors.admit(token)).isEmpty();
        other.look();
        assertThat(other.connectors.admit(token)).map(Connector::name).contains("shared");

        other.admin.revoke(made.connector().id(), Optional.empty()).await().indefinitely();
        assertThat(other.connectors.admit(token)).isEmpty();
        one.look();
        assertThat(one.connectors.admit(token)).isEmpty();
    }

    @OnEachDatabase
    void what_a_node_read_before_it_changed_something_undoes_nothing(TestDatabase database) {
        Node node = new Node(database.store());
        ConnectorAdmin.Issued made = node.make("brief");
        StoredConnector before = made.connector();
        node.admin.revoke(before.id(), Optional.empty()).await().indefinitely();

        node.connectors.apply(before);

        assertThat(node.connectors.admit(made.token().orElseThrow().reveal())).isEmpty();
    }

    @OnEachDatabase
    void a_rotation_ends_the_old_token_after_its_grace(TestDatabase database) {
        Node node = new Node(database.store());
        ConnectorAdmin.Issued made = node.make("rotated");
        String old = made.token().orElseThrow().reveal();

        String fresh = node.admin
                .rotate(made.connector().id(), Optional.empty(), Optional.of(Duration.ofMinutes(5)))
                .await()
                .indefinitely()
                .token()
                .orElseThrow()
                .reveal();

        assertThat(node.connectors.admit(old)).isPresent();
        clock.advance(Duration.ofMinutes(5));
        node.look();
        assertThat(node.connectors.admit(old)).isEmpty();
        assertThat(node.connectors.admit(fresh)).isPresent();
    }

    @OnEachDatabase
    void an_expired_connector_lets_nobody_in(TestDatabase database) {
        Node node = new Node(database.store());
        String token = node.make("short", Optional.of(clock.instant().plusSeconds(60)))
                .token()
                .orElseThrow()
                .reveal();

        clock.advance(Duration.ofSeconds(59));
        node.look();
        assertThat(node.connectors.admit(token)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(node.connectors.admit(token)).isEmpty();
    }

    @Test
    void no_connector_outlives_what_the_operator_allows() {
        Node node = new Node(TestDatabase.H2.store(), Optional.of(Duration.ofDays(30)));
        Optional<Instant> longest = Optional.of(clock.instant().plus(Duration.ofDays(30)));
        Optional<Instant> longer = longest.map(it -> it.plusSeconds(1));

        String id = node.make("bounded", longest).connector().id();

        refusesExpiry("at the latest", () -> node.make("too long", longer));
        refusesExpiry("is missing", () -> node.make("for good"));
        refusesExpiry("at the latest", () -> node.expire(id, longer));
        refusesExpiry("is missing", () -> node.expire(id, Optional.empty()));
        refusesExpiry(
                "at least 60 seconds ahead",
                () -> node.expire(id, Optional.of(clock.instant().plusSeconds(59))));
        assertThat(node.expire(id, Optional.of(clock.instant().plusSeconds(60))).expiresAt())
                .contains(clock.instant().plusSeconds(60));
    }

    private static void refusesExpiry(String why, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(AdminRefusal.class, refusal -> assertThat(refusal.errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo("expires_at");
                    assertThat(error.detail()).contains(why);
                }));
    }

    @OnEachDatabase
    void an_account_is_kept_encrypted_and_read_back_by_every_node(TestDatabase database) throws SQLException {
        Store store = database.store();
        Node one = new Node(store);
        Node other = new Node(store);
        one.accountAdmin
                .create(
                        "eu",
                        new AccountAdmin.Settings(
                                "https://sequin.example.com", "the-api-token", null, List.of("prod_*")),
                        "admin",
                        Optional.empty())
                .await()
                .indefinitely();
        other.look();

        assertThat(other.accounts.named("eu"))
                .contains(
                        new Account("eu", URI.create("https://sequin.example.com"), "the-api-token", Optional.empty()));
        assertThat(other.accounts.protectedNames("eu"))
                .singleElement()
                .satisfies(pattern -> assertThat(pattern.matches("prod_db")).isTrue());
        List<String> kept =
                store.transactNow(tx -> tx.list("select api_token from account", row -> row.text("api_token")));
        assertThat(kept).singleElement().satisfies(it -> assertThat(it).doesNotContain("the-api-token"));
    }

    @OnEachDatabase
    void makers_at_the_same_time_lose_nothing(TestDatabase database) {
        Store store = database.store();
        Node one = new Node(store);
        Node other = new Node(store);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<String>> tokens = IntStream.range(0, 40)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> (i % 2 == 0 ? one : other)
                                    .make("n" + i)
                                    .token()
                                    .orElseThrow()
                                    .reveal(),
                            threads))
                    .toList();
            List<String> made = tokens.stream().map(CompletableFuture::join).toList();
            one.look();
            other.look();

            assertThat(made).allSatisfy(token -> {
                assertThat(one.connectors.admit(token)).isPresent();
                assertThat(other.connectors.admit(token)).isPresent();
            });
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void while_the_store_is_down_what_is_known_counts_for_30_seconds() {
        Store store = TestDatabase.H2.store();
        Node node = new Node(store);
        String token = node.make("known").token().orElseThrow().reveal();

        clock.advance(Duration.ofSeconds(30));
        assertThat(node.connectors.admit(token)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> node.connectors.admit(token)).isInstanceOf(StaleRegistryException.class);

        node.look();
        assertThat(node.connectors.admit(token)).isPresent();
    }

    @Test
    void what_can_not_be_read_any_more_is_refused_rather_than_widened() {
        Node node = new Node(TestDatabase.H2.store());
        ConnectorAdmin.Issued made = node.make("odd");
        StoredConnector odd = made.connector()
                .with(new ConnectorSettings(List.of("reed"), null, null, null, null, null, null, null))
                .saved(Instant.EPOCH, 99);

        node.connectors.apply(odd);

        assertThat(node.connectors.admit(made.token().orElseThrow().reveal())).isEmpty();
    }

    @OnEachDatabase
    void uses_are_added_up(TestDatabase database) {
        Node node = new Node(database.store());
        ConnectorAdmin.Issued made = node.make("used");
        Connector connector =
                node.connectors.admit(made.token().orElseThrow().reveal()).orElseThrow();
        Usages usages = new Usages(node.store, clock, VERTX);
        usages.called(connector);
        usages.called(connector);
        usages.flush().await().indefinitely();
        usages.called(connector);
        usages.flush().await().indefinitely();
        usages.flush().await().indefinitely();

        StoredConnector.Usage usage =
                node.admin.get(connector.id()).await().indefinitely().usage();
        assertThat(usage.calls()).isEqualTo(3);
        assertThat(usage.lastUsedAt()).contains(clock.instant());
    }

    @OnEachDatabase
    void uses_of_connectors_of_the_configuration_are_added_up_too(TestDatabase database) {
        Node node = new Node(database.store());
        Connector declared = new Connector(
                "declared",
                "declared",
                "default",
                Scope.ALL_DEFAULT_TOOLS,
                Reach.EVERYTHING,
                Terms.PLAIN,
                Optional.empty(),
                Token.random(new SecureRandom()).hash());
        Usages usages = new Usages(node.store, clock, VERTX);
        Usages ofAnotherNode = new Usages(node.store, clock, VERTX);
        for (Usages each : List.of(usages, ofAnotherNode, usages)) {
            each.called(declared);
            each.flush().await().indefinitely();
        }

        assertThat(usages.ofDeclared().await().indefinitely())
                .containsExactly(Map.entry("declared", new StoredConnector.Usage(Optional.of(clock.instant()), 3)));
    }

    @Test
    void uses_that_can_not_be_stored_are_counted_later() {
        Node node = new Node(TestDatabase.H2.store());
        ConnectorAdmin.Issued made = node.make("patient");
        Connector connector =
                node.connectors.admit(made.token().orElseThrow().reveal()).orElseThrow();
        Usages usages = new Usages(node.store, clock, VERTX);
        usages.called(connector);
        rename("connector", "gone", node.store);

        assertThatThrownBy(() -> usages.flush().await().indefinitely()).isInstanceOf(StoreException.class);
        rename("gone", "connector", node.store);
        usages.flush().await().indefinitely();

        assertThat(node.admin.get(connector.id()).await().indefinitely().usage().calls())
                .isEqualTo(1);
    }

    @Test
    void what_was_called_last_is_counted_when_the_service_stops() {
        Node node = new Node(TestDatabase.H2.store());
        Connector connector = node.connectors
                .admit(node.make("late").token().orElseThrow().reveal())
                .orElseThrow();
        Usages usages = new Usages(node.store, clock, VERTX);
        usages.called(connector);

        usages.stop(new ShutdownEvent());

        assertThat(node.admin.get(connector.id()).await().indefinitely().usage().calls())
                .isEqualTo(1);
    }

    @Test
    void a_use_is_never_counted_without_its_time() {
        Node node = new Node(TestDatabase.H2.store());
        Connector connector = node.connectors
                .admit(node.make("punctual").token().orElseThrow().reveal())
                .orElseThrow();
        CompletableFuture<Usages> usages = new CompletableFuture<>();
        InstantSource flushing = () -> {
            usages.join().flush().await().indefinitely();
            return clock.instant();
        };
        usages.complete(new Usages(node.store, flushing.withZone(ZoneOffset.UTC), VERTX));

        usages.join().called(connector);
        usages.join().flush().await().indefinitely();

        assertThat(node.admin.get(connector.id()).await().indefinitely().usage())
                .isEqualTo(new StoredConnector.Usage(Optional.of(clock.instant()), 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_store_that_is_gone_is_told_unless_the_service_stops(boolean stops) {
        List<Handler<Long>> ticks = new ArrayList<>();
        Vertx vertx = (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(),
                new Class<?>[] {Vertx.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "setPeriodic" -> {
                        ticks.add((Handler<Long>) arguments[1]);
                        yield 1L;
                    }
                    case "cancelTimer" -> true;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        TestDatabase.Opened database = TestDatabase.H2.kept().open();
        Node node = new Node(database.store(), Optional.empty(), vertx);
        node.registry.start(new StartupEvent());
        if (stops) {
            node.registry.stop(new ShutdownEvent());
        }
        database.close();

        try (LoggedErrors errors = new LoggedErrors()) {
            ticks.forEach(tick -> tick.handle(1L));

            assertThat(errors.all()).hasSize(stops ? 0 : 1);
        }
    }

    private static void rename(String from, String to, Store store) {
        store.transactNow(tx -> tx.update("alter table " + from + " rename to " + to));
    }

    /** One replica of the service, as far as it keeps connectors. */
    private final class Node {
        private final Store store;
        private final Accounts accounts = new Accounts(
                List.of(() -> List.of(new Account("default", URI.create("http://a"), "t", Optional.empty()))));
        private final Connectors connectors = new Connectors(List.of(), new ConnectorRules(CATALOG), clock);
        private final ConnectorAdmin admin;
        private final AccountAdmin accountAdmin;
        private final Registry registry;

        Node(Store store) {
            this(store, Optional.empty());
        }

        Node(Store store, Optional<Duration> longestExpiry) {
            this(store, longestExpiry, VERTX);
        }

        Node(Store store, Optional<Duration> longestExpiry, Vertx vertx) {
            this.store = store;
            AccountRows rows = new AccountRows(new Encryption(ServerKeys.of("0123456789abcdef0123456789abcdef")));
            admin = new ConnectorAdmin(
                    store, accounts, connectors, new ConnectorRules(CATALOG), new Allowed(longestExpiry), clock);
            accountAdmin = new AccountAdmin(store, rows, accounts, new AccountRules(UpstreamPolicy.strict()), clock);
            registry = new Registry(store, accounts, rows, connectors, new Callers(clock), vertx);
        }

        ConnectorAdmin.Issued make(String name) {
            return make(name, Optional.empty());
        }

        ConnectorAdmin.Issued make(String name, Optional<Instant> expiresAt) {
            return admin.create("default", name, SINKS, expiresAt, "admin", Optional.empty())
                    .await()
                    .indefinitely();
        }

        StoredConnector expire(String id, Optional<Instant> at) {
            return admin.change(id, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(at))
                    .await()
                    .indefinitely();
        }

        void look() {
            registry.news().await().indefinitely();
        }
    }

    private record Allowed(Optional<Duration> longestExpiry) implements AdminConfig {
        @Override
        public Duration rotationGrace() {
            return Duration.ofHours(1);
        }
    }
}
