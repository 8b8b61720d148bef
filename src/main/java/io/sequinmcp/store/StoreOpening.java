package io.sequinmcp.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the database and brings its tables up to date. Quarkus would do the same with a stack trace where an operator
 * needs a sentence.
 */
@Singleton
class StoreOpening {
    private static final Logger LOG = Logger.getLogger(StoreOpening.class);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final InjectableInstance<AgroalDataSource> dataSources;
    private final InjectableInstance<Flyway> migrations;
    private final StoreLocation location;
    private final StoreConfig config;
    private final Path file;
    private volatile boolean givenUp;

    StoreOpening(
            @Any InjectableInstance<AgroalDataSource> dataSources,
            @Any InjectableInstance<Flyway> migrations,
            StoreLocation location,
            StoreConfig config,
            @ConfigProperty(name = DatabaseSelection.DATA_DIR) Path dataDir) {
        this.dataSources = dataSources;
        this.migrations = migrations;
        this.location = location;
        this.config = config;
        this.file = DatabaseSelection.h2File(dataDir);
    }

    /** @throws ConfigurationException if there is no using it; the message says what to do */
    void open() {
        reach(dataSources.getActive());
        closeToOthers();
        try {
            migrations.getActive().migrate();
        } catch (FlywayException e) {
            throw new ConfigurationException(
                    "The tables of the store can't be brought up to date, and are as they were: %s"
                            .formatted(oneLine(e.getMessage())));
        }
    }

    /** Who else has an account on this machine is not to read the audit; H2 makes the file as everyone's. */
    private void closeToOthers() {
        PosixFileAttributeView permissions = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (location.isEmbedded() && permissions != null && Files.exists(file)) {
            try {
                permissions.setPermissions(PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                // Such as a volume of a kind that knows no owners, or one of another user who lets this one write
                LOG.warnf("Others on this machine may read %s: %s", file, e.getMessage());
            }
        }
    }

    /** Has it wait no longer for a database that does not answer. A migration that has begun goes on. */
    void giveUp() {
        givenUp = true;
    }

    /** A database that starts together with this service may take a while. */
    private void reach(AgroalDataSource database) {
        long tries = location.isEmbedded() ? 1 : Math.max(1, config.patience().dividedBy(BETWEEN_TRIES));
        for (long left = tries; ; left--) {
            try (Connection connection = database.getConnection()) {
                if (connection.isValid((int) BETWEEN_TRIES.toSeconds())) {
                    return;
                }
            } catch (SQLException e) {
                if (left <= 1 || isFinal(e) || givenUp) {
                    throw unreachable(e);
                }
                if (left == tries) {
                    LOG.warnf(
                            "The store does not answer yet (%s); trying for %d seconds",
                            oneLine(e.getMessage()), config.patience().toSeconds());
                }
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    /** Whether another try would end the same: the login is refused, or there is no such database. */
    private static boolean isFinal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("28") || state.startsWith("3D");
    }

    private ConfigurationException unreachable(SQLException e) {
        String reason = oneLine(e.getMessage());
        return new ConfigurationException(
                location.isEmbedded()
                        ? "SEQUIN_MCP_DATA_DIR: the embedded store can't be opened there (%s). Only one process may use it, and must be able to write to it"
                                .formatted(reason)
                        : "SEQUIN_MCP_DATABASE_URL: the store can't be reached (%s). See that PostgreSQL runs there, and that SEQUIN_MCP_DATABASE_USERNAME and _PASSWORD are of a user who may create tables"
                                .formatted(reason));
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
