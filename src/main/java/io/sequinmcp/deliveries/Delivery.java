package io.sequinmcp.deliveries;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One batch that was handed out and is in the ledger.
 *
 * @param id what ack and nack take in place of the ack ids
 * @param leaseUntil when Sequin will hand the messages to the next who asks, if they are not settled before
 * @param seenBefore by ack id, those messages that were handed out before
 */
public record Delivery(String id, Instant receivedAt, Instant leaseUntil, Map<String, Earlier> seenBefore) {
    public Delivery {
        seenBefore = Map.copyOf(seenBefore);
    }

    /** Full seconds of the lease that are left; 0 when it is over. */
    public long secondsLeft(Instant now) {
        return Math.max(0, Duration.between(now, leaseUntil).toSeconds());
    }

    /**
     * The last time the same change was handed out, to whichever connector.
     *
     * @param sameAckId whether under the same ack id; if not, Sequin read it again and only its idempotency key tells
     */
    public record Earlier(Instant at, Fate fate, boolean sameAckId) {}
}
