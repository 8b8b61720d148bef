package io.sequinmcp.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequinmcp.SettableClock;
import io.sequinmcp.deliveries.Deliveries;
import io.sequinmcp.deliveries.DeliveriesConfig;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.keys.ServerKeys;
import io.sequinmcp.plans.Plans;
import io.sequinmcp.plans.Taking;
import io.sequinmcp.store.OnEachDatabase;
import io.sequinmcp.store.Released;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;

/** What earlier versions wrote is read by this one. */
class UpgradeTest {
    private final SettableClock clock = new SettableClock("2026-12-01T12:00:10Z");

    @OnEachDatabase
    void accounts_connectors_deliveries_and_plans_survive(TestDatabase database) {
        Store store = Released.upgraded(database);
        Encryption encryption = new Encryption(ServerKeys.of(Released.KEY));

        StoredAccount account = store.transactNow(tx -> new AccountRows(encryption).find(tx, "billing"))
                .orElseThrow();
        assertThat(account.account().apiToken()).isEqualTo("api-token-of-billing");
        assertThat(account.protectedNames()).containsExactly("billing_*");

        StoredConnector connector =
                store.transactNow(tx -> ConnectorRows.find(tx, "con_first")).orElseThrow();
        assertThat(connector.settings().methods()).containsExactly("read", "custom");
        assertThat(connector.settings().tools())
                .isNotNull()
                .extracting(ConnectorSettings.Tools::deny)
                .isEqualTo(List.of("nack_messages"));
        assertThat(connector.token().hex()).startsWith("aa");
        assertThat(connector.formerToken()).isPresent();
        assertThat(connector.usage().calls()).isEqualTo(17);
        StoredConnector gone =
                store.transactNow(tx -> ConnectorRows.find(tx, "con_gone")).orElseThrow();
        assertThat(gone.isRevoked()).isTrue();
        assertThat(store.transactNow(CallerTokenRows::good))
                .singleElement()
                .extracting(CallerToken::role)
                .isEqualTo(Role.OPERATOR);

        String secret = store.transactNow(tx -> tx.first(
                        "select encrypted from stored_secret where name = 'api-key-first'",
                        row -> row.text("encrypted")))
                .orElseThrow();
        assertThat(encryption.decrypt(secret, "secret api-key-first")).isEqualTo("made-key");

        Deliveries deliveries = new Deliveries(store, new Config(), clock, new SimpleMeterRegistry());
        assertThat(deliveries
                        .open("con_first", "billing", null, null, 10, 10)
                        .await()
                        .indefinitely()
                        .deliveries())
                .singleElement()
                .satisfies(open -> {
                    assertThat(open.openCount()).isEqualTo(1);
                    assertThat(open.count()).isEqualTo(2);
                });

        Plans plans = new Plans(store, encryption, clock, new SimpleMeterRegistry());
        assertThat(plans.take("con_first", "billing", "plan_first", null)
                        .await()
                        .indefinitely())
                .isInstanceOfSatisfying(
                        Taking.Taken.class,
                        taken -> assertThat(taken.plan().payload()).isEqualTo("sinks: []"));
    }

    @OnEachDatabase
    void the_count_of_writes_goes_on(TestDatabase database) {
        Store store = Released.upgraded(database);

        boolean second =
                new WriteBudget(store, clock).take("con_first", 2).await().indefinitely();
        boolean third =
                new WriteBudget(store, clock).take("con_first", 2).await().indefinitely();

        assertThat(second).as("one was used on that day").isTrue();
        assertThat(third).isFalse();
    }

    @OnEachDatabase
    void what_declared_connectors_were_used_for_is_kept(TestDatabase database) {
        assertThat(Released.upgraded(database)
                        .transactNow(UsageRows::ofDeclared)
                        .get("cfg_reader"))
                .isNotNull()
                .extracting(StoredConnector.Usage::calls)
                .isEqualTo(41L);
    }

    @OnEachDatabase
    void an_older_version_starts_on_what_a_newer_one_left(TestDatabase database, @TempDir Path dir) throws IOException {
        DataSource newer = database.at("latest");
        Files.writeString(dir.resolve("V999__later.sql"), "create table later (id integer primary key);");
        Flyway.configure()
                .dataSource(newer)
                .locations("classpath:db/migration", "filesystem:" + dir)
                .load()
                .migrate();

        Flyway.configure().dataSource(newer).load().migrate();

        assertThat(new Store(newer, Runnable::run).transactNow(CallerTokenRows::good))
                .isEmpty();
    }

    private record Config() implements DeliveriesConfig {
        @Override
        public Duration lease() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(7);
        }
    }
}
