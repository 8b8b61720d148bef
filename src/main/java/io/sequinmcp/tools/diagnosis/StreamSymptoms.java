package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.deliveries.OpenDelivery;
import io.sequinmcp.sequin.NextStep;
import java.util.List;
import java.util.stream.Stream;

/** Messages of a pull consumer that somebody has in hand. */
final class StreamSymptoms {
    private StreamSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        List<OpenDelivery> open = facts.deliveries().read().orElse(List.of());
        List<OpenDelivery> leased =
                open.stream().filter(delivery -> delivery.isLeased(facts.at())).toList();
        List<OpenDelivery> forgotten =
                open.stream().filter(delivery -> !delivery.isLeased(facts.at())).toList();
        return Stream.concat(
                leased.isEmpty() ? Stream.empty() : Stream.of(held(facts, leased)),
                forgotten.isEmpty() ? Stream.empty() : Stream.of(forgotten(facts, forgotten)));
    }

    private static Finding held(Facts facts, List<OpenDelivery> leased) {
        return Finding.info(
                "You hold messages that are not settled. Until they are, later changes of the same rows are withheld,"
                        + " and Sequin does not wait for new ones.",
                messages(leased) + " messages in " + leased.size() + " deliveries, leased until "
                        + leased.get(0).leaseUntil(),
                list(facts));
    }

    private static Finding forgotten(Facts facts, List<OpenDelivery> forgotten) {
        return Finding.warning(
                "You received messages and settled them neither by ack nor nack; their lease is over, and they come"
                        + " again to whoever receives next. A late ack still removes them.",
                messages(forgotten) + " messages in " + forgotten.size() + " deliveries, the last received at "
                        + forgotten.get(0).receivedAt(),
                list(facts));
    }

    private static int messages(List<OpenDelivery> deliveries) {
        return deliveries.stream().mapToInt(OpenDelivery::openCount).sum();
    }

    private static NextStep list(Facts facts) {
        return NextStep.of(
                "list_deliveries", "consumer_id_or_name", facts.sink().name());
    }
}
