package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.deliveries.OpenDelivery;
import java.time.Instant;
import java.util.List;

/**
 * One delivery.
 *
 * @param lease {@code leased}, or {@code over}: then the messages come again on the next receive, and an ack still
 *     removes them
 * @param open how many of its messages are neither acked nor nacked
 * @param count how many it had
 * @param messages the open ones, where detail was asked for
 */
@Answer
public record DeliveryView(
        String deliveryId,
        String consumer,
        Instant receivedAt,
        String received,
        String lease,
        long leaseSecondsLeft,
        int open,
        int count,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HeldView> messages) {

    public DeliveryView {
        receivedAt = Ago.inSeconds(receivedAt);
    }

    static DeliveryView of(OpenDelivery delivery, Instant now) {
        return new DeliveryView(
                delivery.id(),
                delivery.stream().name(),
                delivery.receivedAt(),
                String.valueOf(Ago.of(delivery.receivedAt(), now)),
                delivery.isLeased(now) ? "leased" : "over",
                delivery.secondsLeft(now),
                delivery.openCount(),
                delivery.count(),
                delivery.open().stream().map(HeldView::of).toList());
    }
}
