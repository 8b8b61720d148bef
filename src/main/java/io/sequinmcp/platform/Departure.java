package io.sequinmcp.platform;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.sequinmcp.sequin.Sequins;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Leaves in good order. Once the service is told to stop, it is no longer ready, but answers for a moment more, so that
 * whoever sends requests here can notice; what waits for messages or rows ends now, so that its agent hears of it, and
 * calls under way are answered before the process is gone.
 */
@Singleton
class Departure {
    private final Sequins sequins;

    Departure(Sequins sequins) {
        this.sequins = sequins;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent stop) {
        sequins.stopWaiting();
    }
}
