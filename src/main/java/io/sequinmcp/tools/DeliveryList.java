package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.NextStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that are not settled, newest first.
 *
 * @param total how many there are in all
 */
@Answer(wholeBy = "Name one pull consumer, or ask with a smaller limit; delivery_id settles a whole delivery.")
public record DeliveryList(
        int total,
        List<DeliveryView> deliveries,
        @Nullable String nextCursor,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}
