package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.NextStep;
import java.util.List;
import java.util.Map;

/**
 * What became of messages that were to be acked or nacked.
 *
 * @param accepted how many Sequin was told of
 * @param acceptedIds which, where ids were given
 * @param unknown ids that this connector was never given; not sent
 * @param settledBefore by ack id, whether it was acked or nacked before; not sent
 * @param heldByLaterDelivery ids that were redelivered since; not sent
 */
@Answer
public record Settled(
        String consumer,
        int accepted,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> acceptedIds,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> unknown,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> settledBefore,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> heldByLaterDelivery,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}
