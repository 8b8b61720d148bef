package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.NextStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was received.
 *
 * @param deliveryId stands for all ack ids in ack_messages and nack_messages; absent when nothing was received
 * @param empty why nothing was received: paused, disabled, filtered, in_flight or drained
 */
@Answer(wholeBy = "Receive fewer messages at a time, and read large rows in Postgres by their primary key.")
public record Received(
        @Nullable String deliveryId,
        String consumer,
        int count,
        List<MessageView> messages,
        @Nullable Instant leaseExpiresAt,
        @Nullable Long leaseSecondsLeft,
        @Nullable String empty,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

    public Received {
        leaseExpiresAt = leaseExpiresAt == null ? null : Ago.inSeconds(leaseExpiresAt);
    }

    /** The same in other words. */
    Received saying(List<String> notes, List<NextStep> next) {
        return new Received(
                deliveryId, consumer, count, messages, leaseExpiresAt, leaseSecondsLeft, empty, notes, next);
    }
}
