package io.sequinmcp.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.context.spi.ContextManagerProvider;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Assumptions;

/** The two databases that the store runs on; a test class that takes one as its parameter runs on both. */
public enum TestDatabase {
    H2,
    POSTGRESQL;

    private static final Queue<AgroalDataSource> OPEN = new ConcurrentLinkedQueue<>();

    private static final Queue<Path> FILES = new ConcurrentLinkedQueue<>();

    /**
     * Closes all that a test opened; a database in memory goes with its last connection, one on disk with its
     * directory.
     */
    static void closeAll() throws IOException {
        for (AgroalDataSource pool = OPEN.poll(); pool != null; pool = OPEN.poll()) {
            pool.close();
        }
        for (Path directory = FILES.poll(); directory != null; directory = FILES.poll()) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    /** A store on a database of its own, with all migrations done. */
    public Store store() {
        return new Store(migrated(), Runnable::run);
    }

    /** A database that outlives the service: on disk, or on a server. */
    public Kept kept() {
        try {
            return switch (this) {
                case H2 -> {
                    Path directory = Files.createTempDirectory("sequin-mcp-h2");
                    FILES.add(directory);
                    yield new Kept("jdbc:h2:file:" + directory.resolve("kept"), "sa");
                }
                case POSTGRESQL -> {
                    TestPostgres server =
                            TestPostgres.server().orElseGet(() -> Assumptions.abort("no PostgreSQL here"));
                    yield new Kept(server.database().getURL(), "sequin_mcp");
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a database is; each opening of it is a start of the service. */
    public record Kept(String url, String user) {
        public Opened open() {
            AgroalDataSource pool = pool(url, user);
            Flyway.configure().dataSource(pool).load().migrate();
            return new Opened(pool);
        }
    }

    /** A store until the service stops. */
    public record Opened(AgroalDataSource pool) implements AutoCloseable {
        public Store store() {
            return new Store(pool, Runnable::run);
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    /** A database as a former version left it, with the migrations up to that one. */
    public DataSource at(String version) {
        DataSource dataSource = empty();
        Flyway.configure().dataSource(dataSource).target(version).load().migrate();
        return dataSource;
    }

    /** The same, up to this one. */
    public DataSource migrated() {
        DataSource dataSource = empty();
        Flyway.configure().dataSource(dataSource).load().migrate();
        return dataSource;
    }

    private DataSource empty() {
        return switch (this) {
            case H2 -> pool("jdbc:h2:mem:" + UUID.randomUUID(), "sa");
            case POSTGRESQL -> {
                TestPostgres server = TestPostgres.server().orElseGet(() -> Assumptions.abort("no PostgreSQL here"));
                yield pool(server.database().getURL(), "sequin_mcp");
            }
        };
    }

    private static AgroalDataSource pool(String url, String user) {
        // A store looks for it when it is first used, and fails where two threads are the first
        ContextManagerProvider.instance().getContextManager();
        Function<AgroalConnectionFactoryConfigurationSupplier, AgroalConnectionFactoryConfigurationSupplier> factory =
                connection -> connection.jdbcUrl(url).principal(new NamePrincipal(user));
        AgroalConnectionPoolConfigurationSupplier pool = new AgroalConnectionPoolConfigurationSupplier()
                .minSize(1)
                .initialSize(1)
                .maxSize(8)
                .acquisitionTimeout(Duration.ofSeconds(10))
                .connectionFactoryConfiguration(factory);
        try {
            AgroalDataSource opened = AgroalDataSource.from(
                    new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool));
            OPEN.add(opened);
            return opened;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
