package io.sequinmcp.platform;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.FlywayDataSource;
import io.sequinmcp.store.StoreStart;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Has the store begin to open as soon as Quarkus sets up what migrates it, long before the start is over: that takes a
 * fifth of the start, which is spent on another core so. What {@link ProductionChecks} refuse does not touch the store;
 * they say so when their turn comes.
 */
class EarlyStore {
    @Produces
    @Singleton
    @FlywayDataSource("h2")
    FlywayConfigurationCustomizer ofH2(ProductionChecks checks, StoreStart store) {
        return migrations -> begin(migrations, checks, store);
    }

    @Produces
    @Singleton
    @FlywayDataSource("postgresql")
    FlywayConfigurationCustomizer ofPostgresql(ProductionChecks checks, StoreStart store) {
        return migrations -> begin(migrations, checks, store);
    }

    private static void begin(FluentConfiguration migrations, ProductionChecks checks, StoreStart store) {
        // Ours have none, and to look for them goes through every letter
        migrations.placeholderReplacement(false);
        begin(checks, store);
    }

    static void begin(ProductionChecks checks, StoreStart store) {
        if (checks.complaints().isEmpty()) {
            store.begin();
        }
    }
}
