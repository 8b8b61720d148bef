package io.sequinmcp.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database, as every ledger uses it: a piece of work in a transaction, on a worker thread. Isolation is "read
 * committed" on both databases; what must not happen twice is guarded by a conditional update, whose count tells who
 * won.
 */
public final class Store {
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(10);
    /** Serialization failure, deadlock (PostgreSQL); deadlock, lock timeout (H2): the victim may try again. */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "HYT00");

    private final DataSource dataSource;
    private final Executor workers;
    private final StoreMeters meters;

    public Store(DataSource dataSource, Executor workers, MeterRegistry registry) {
        this.dataSource = dataSource;
        this.workers = workers;
        this.meters = new StoreMeters(registry);
    }

    /** One that nobody watches. */
    public Store(DataSource dataSource, Executor workers) {
        this(dataSource, workers, new CompositeMeterRegistry());
    }

    /** What to do within one transaction. It may be run again after a deadlock, so it must touch nothing else. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T in(Transaction transaction) throws SQLException;
    }

    /**
     * Does the work on a worker; the result arrives on the Vert.x context of whoever subscribes, if that has one. Fails
     * with a {@link StoreException}, or with what the work itself throws; either rolls back.
     */
    public <T extends @Nullable Object> Uni<T> transact(Work<T> work) {
        return CallerContext.back(
                () -> Uni.createFrom().item(() -> transactNow(work)).runSubscriptionOn(workers));
    }

    /** The same on the calling thread, which must be one that may block. */
    public <T extends @Nullable Object> T transactNow(Work<T> work) {
        long since = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                T result = once(work);
                meters.worked(System.nanoTime() - since);
                return result;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !TRY_AGAIN.contains(String.valueOf(e.getSQLState()))) {
                    meters.failed(System.nanoTime() - since);
                    throw new StoreException(e);
                }
                pause(attempt);
            }
        }
    }

    /** For the other one to end; at random, so that two don't meet again, and again. */
    private static void pause(int attempt) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * PAUSE.toNanos()) + 1);
    }

    private <T extends @Nullable Object> T once(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(new Transaction(connection));
                connection.commit();
                return result;
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollBack(Connection connection, Throwable because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
