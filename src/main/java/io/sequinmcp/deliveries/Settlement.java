package io.sequinmcp.deliveries;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What of a verdict can be carried out, judged by our ledger alone: Sequin answers the same to every id.
 *
 * @param accepted ids to send to Sequin
 * @param late those of the accepted whose lease is over: an ack still removes them, but somebody else may have got them
 *     meanwhile
 * @param unknown ids this connector was never given from this stream, or so long ago that they are forgotten; not to be
 *     sent, they are somebody else's
 * @param settled ids that were acked or nacked before; not to be sent again
 * @param heldElsewhere ids to be nacked that a later delivery has; not to be sent, it would break its lease
 * @param asOf when the newest delivery was received that this is about; what comes later is not settled by it
 */
public record Settlement(
        Verdict verdict,
        List<String> accepted,
        List<String> late,
        List<String> unknown,
        Map<String, Fate> settled,
        List<String> heldElsewhere,
        Instant asOf) {}
