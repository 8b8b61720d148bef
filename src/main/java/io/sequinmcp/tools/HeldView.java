package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.deliveries.OpenDelivery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of a delivery, without its row. */
@Answer
public record HeldView(
        String ackId,
        @Nullable String action,
        @Nullable String table,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> primaryKeys) {

    static HeldView of(OpenDelivery.Held held) {
        return new HeldView(held.ackId(), held.action(), held.table(), held.primaryKeys());
    }
}
