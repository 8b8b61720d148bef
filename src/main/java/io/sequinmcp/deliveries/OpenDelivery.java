package io.sequinmcp.deliveries;

import io.sequinmcp.sequin.Consumer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of which not all was settled.
 *
 * @param count how many messages it had
 * @param open those that are neither settled nor redelivered, as far as asked for, in the order they were received
 * @param openCount how many those are in all
 */
public record OpenDelivery(
        String id, Consumer stream, Instant receivedAt, Instant leaseUntil, int count, int openCount, List<Held> open) {

    /** A message as the ledger keeps it: without its data. */
    public record Held(String ackId, @Nullable String action, @Nullable String table, List<String> primaryKeys) {}

    /** Whether Sequin still keeps the messages from others. */
    public boolean isLeased(Instant now) {
        return now.isBefore(leaseUntil);
    }

    /** Full seconds of the lease that are left; 0 when it is over. */
    public long secondsLeft(Instant now) {
        return Math.max(0, Duration.between(now, leaseUntil).toSeconds());
    }
}
