package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event in a sink's buffer, until it is acked. */
public final class Message implements Serializable {
    private final String ackId;
    private final Change change;
    private final @Nullable String group;
    private final Instant bufferedAt;
    private @Nullable Instant deliveredAt;

    /** @param group what is delivered in order, one at a time; null when order does not matter */
    Message(String ackId, Change change, @Nullable String group, Instant bufferedAt) {
        this.ackId = ackId;
        this.change = change;
        this.group = group;
        this.bufferedAt = bufferedAt;
    }

    /** Assigned once: a redelivery carries the same one. */
    public String ackId() {
        return ackId;
    }

    public Change change() {
        return change;
    }

    @Nullable
    String group() {
        return group;
    }

    Instant bufferedAt() {
        return bufferedAt;
    }

    boolean inFlight() {
        return deliveredAt != null;
    }

    void lease(Instant now) {
        deliveredAt = now;
    }

    void release() {
        deliveredAt = null;
    }

    void releaseIfDeliveredBefore(Instant limit) {
        if (deliveredAt != null && !deliveredAt.isAfter(limit)) {
            deliveredAt = null;
        }
    }
}
