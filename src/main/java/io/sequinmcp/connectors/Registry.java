package io.sequinmcp.connectors;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Keeps what is held in memory of accounts, connectors and caller tokens up to date with the store: what this node
 * changes at once, what another one changes within a second.
 */
@Singleton
public class Registry {
    private static final Logger LOG = Logger.getLogger(Registry.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** Before anything else of a start that looks at accounts and connectors. */
    private static final int EARLY = 100;

    private final Store store;
    private final Accounts accounts;
    private final AccountRows accountRows;
    private final Connectors connectors;
    private final Callers callers;
    private final Vertx vertx;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile long revision;
    private volatile boolean failing;
    private volatile boolean stopped;
    private long timer = -1;

    public Registry(
            Store store,
            Accounts accounts,
            AccountRows accountRows,
            Connectors connectors,
            Callers callers,
            Vertx vertx) {
        this.store = store;
        this.accounts = accounts;
        this.accountRows = accountRows;
        this.connectors = connectors;
        this.callers = callers;
        this.vertx = vertx;
    }

    void start(@Observes @Priority(EARLY) StartupEvent start) {
        apply(store.transactNow(this::changes));
        timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> refresh());
    }

    /** The store is closed next: that it does not answer then says nothing, also to a look that is under way. */
    void stop(@Observes ShutdownEvent end) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void refresh() {
        if (refreshing.compareAndSet(false, true)) {
            news().onTermination()
                    .invoke(() -> refreshing.set(false))
                    .subscribe()
                    .with(done -> {}, this::failed);
        }
    }

    /** Asks the store for what is new. */
    Uni<Void> news() {
        return store.transact(this::changes).invoke(this::apply).replaceWithVoid();
    }

    /** What changed since the last look. The count is read first: what comes later is found the next time. */
    private Changes changes(Transaction tx) throws SQLException {
        long known = revision;
        long current = Revision.current(tx);
        return current == known
                ? new Changes(current, List.of(), List.of(), List.of())
                : new Changes(
                        current,
                        accountRows.since(tx, known),
                        ConnectorRows.since(tx, known),
                        CallerTokenRows.since(tx, known));
    }

    private synchronized void apply(Changes changes) {
        changes.accounts().forEach(accounts::apply);
        changes.connectors().forEach(connectors::apply);
        changes.callerTokens().forEach(callers::apply);
        revision = Math.max(revision, changes.revision());
        connectors.confirm();
        failing = false;
    }

    private void failed(Throwable failure) {
        if (!failing && !stopped) {
            failing = true;
            LOG.errorf("The store does not answer, so changes of connectors are not seen: %s", failure.getMessage());
        }
    }

    private record Changes(
            long revision,
            List<StoredAccount> accounts,
            List<StoredConnector> connectors,
            List<CallerToken> callerTokens) {}
}
