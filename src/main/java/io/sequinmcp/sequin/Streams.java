package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.Collection;

/** Pull consumption of sinks of type {@code sequin_stream}. Any other sink is refused with its type. */
public final class Streams {
    /** The stream of this name or id. Remembered for a few seconds, as Sequin itself does. */
    public Uni<Consumer> consumer(String idOrName) {
        throw new UnsupportedOperationException();
    }

    /**
     * Leases messages. Waits on while messages are in flight, where Sequin would answer with nothing at once. If the
     * subscriber goes away meanwhile, what was leased is handed back.
     *
     * @param batchSize 1 to 1000
     * @param waitSeconds 0 (answer at once) to 25
     */
    public Uni<Batch> receive(String idOrName, int batchSize, int waitSeconds) {
        throw new UnsupportedOperationException();
    }

    /**
     * Shows messages without keeping their lease: they are handed back before this answers.
     *
     * @param batchSize 1 to 10
     */
    public Uni<Batch> peek(String idOrName, int batchSize) {
        throw new UnsupportedOperationException();
    }

    /** Removes messages for good. Sequin doesn't say which of the ids it knew. */
    public Uni<Consumer> ack(String idOrName, Collection<String> ackIds) {
        throw new UnsupportedOperationException();
    }

    /** Hands messages back; they can be received again at once. */
    public Uni<Consumer> nack(String idOrName, Collection<String> ackIds) {
        throw new UnsupportedOperationException();
    }
}
