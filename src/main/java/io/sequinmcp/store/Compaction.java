package io.sequinmcp.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jboss.logging.Logger;

/**
 * Keeps the file of the embedded database from growing with every commit. H2 writes each commit as a new chunk, with
 * every page that it changed; a chunk is given back only when nothing in it is current any more, so what is still
 * current must be moved out. H2's own thread would do that, but it runs only with a {@code WRITE_DELAY}, and then
 * commits would not be in the file when they return.
 *
 * <p>Nor may a chunk be overwritten before what took its place is on the disk, for the file must be whole also when the
 * power fails. H2 leaves that to the operating system and 45 seconds of waiting; here the file is forced to the disk
 * every second, and ten seconds are enough.
 */
@Singleton
class Compaction {
    private static final Logger LOG = Logger.getLogger(Compaction.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration UNTIL_OVERWRITTEN = Duration.ofSeconds(10);
    /** Percent of what the chunks hold that is current; compacted below of it. */
    private static final int CURRENT_AT_LEAST = 50;
    /** How many bytes are moved at once; commits wait meanwhile, some 10 ms. */
    private static final int MOVED_AT_ONCE = 1 << 20;

    private final InjectableInstance<AgroalDataSource> dataSources;
    private final StoreLocation location;
    private final Vertx vertx;
    private final AtomicBoolean running = new AtomicBoolean();
    private long timer = -1;

    Compaction(@Any InjectableInstance<AgroalDataSource> dataSources, StoreLocation location, Vertx vertx) {
        this.dataSources = dataSources;
        this.location = location;
        this.vertx = vertx;
    }

    void start(@Observes @Priority(StoreStart.PRIORITY + 1) StartupEvent start) {
        if (location.isEmbedded() && location.isPersistent()) {
            DataSource database = dataSources.getActive();
            timer = vertx.setPeriodic(EVERY.toMillis(), tick -> {
                if (running.compareAndSet(false, true)) {
                    Infrastructure.getDefaultWorkerPool().execute(() -> compact(database));
                }
            });
        }
    }

    void stop(@Observes ShutdownEvent end) {
        vertx.cancelTimer(timer);
    }

    private void compact(DataSource database) {
        try {
            compactOnce(database, UNTIL_OVERWRITTEN);
        } catch (SQLException | MVStoreException e) {
            LOG.warnf("The file of the store was not compacted: %s", e.getMessage());
        } finally {
            running.set(false);
        }
    }

    /** Does a bit of it, if it is worth it. */
    static void compactOnce(DataSource database, Duration untilOverwritten) throws SQLException {
        // As long as this one is open nobody closes the database
        try (Connection connection = database.getConnection()) {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            MVStore file = session.getDatabase().getStore().getMvStore();
            file.setRetentionTime((int) untilOverwritten.toMillis());
            file.sync();
            if (file.compact(CURRENT_AT_LEAST, MOVED_AT_ONCE)) {
                file.commit();
            }
        }
    }
}
