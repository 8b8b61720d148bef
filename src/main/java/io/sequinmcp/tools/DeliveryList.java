package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.NextStep;
import java.util.List;

/** Deliveries that are not settled, newest first. */
@Answer
public record DeliveryList(
        List<DeliveryView> deliveries,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}
