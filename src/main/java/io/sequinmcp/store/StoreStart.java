package io.sequinmcp.store;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Opens the store on a thread of its own, beside the rest of the start, and holds the start until that is done: nothing
 * asks for the store before its tables are up to date, and nobody is answered.
 */
@Singleton
public class StoreStart {
    private static final Logger LOG = Logger.getLogger(StoreStart.class);
    /** After the checks of the configuration, before whatever reads the store. */
    static final int PRIORITY = 10;

    private final FutureTask<Boolean> opening;
    private final Runnable giveUp;
    private final AtomicBoolean begun = new AtomicBoolean();

    @Inject
    StoreStart(StoreOpening opening) {
        this(opening::open, opening::giveUp);
    }

    /**
     * One with another way to open.
     *
     * @param opening what is done on that thread; what it throws ends the start
     * @param giveUp has it end as soon as it may, should the start fail
     */
    public StoreStart(Runnable opening, Runnable giveUp) {
        this.opening = new FutureTask<>(opening, true);
        this.giveUp = giveUp;
    }

    /** Begins, unless it has begun, and does not wait. To be called once the configuration is known to be good. */
    public void begin() {
        if (begun.compareAndSet(false, true)) {
            Thread thread = new Thread(opening, "store-start");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Whether it is open, or being opened. */
    public boolean hasBegun() {
        return begun.get();
    }

    void prepare(@Observes @Priority(PRIORITY) StartupEvent start) {
        begin();
        try {
            opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConfigurationException refused) {
                throw refused;
            }
            throw new IllegalStateException("The store could not be opened", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was broken off while the store was being opened", e);
        }
    }

    /** A start that fails over something else must not close the database in the midst of a migration. */
    void finish(@Observes @BeforeDestroyed(ApplicationScoped.class) Object end) {
        if (hasBegun()) {
            giveUp.run();
            try {
                opening.get();
            } catch (ExecutionException e) {
                LOG.debugf("The store could not be opened: %s", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
