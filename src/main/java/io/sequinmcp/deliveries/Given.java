package io.sequinmcp.deliveries;

import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Instant;

/** A message as this connector was given it once. */
record Given(String ackId, Fate fate, Instant receivedAt, Instant leaseUntil) {
    static Given read(Transaction.Row row) throws SQLException {
        return new Given(
                row.text("ack_id"),
                Fate.of(row.textOrNull("outcome")),
                row.instant("received_at"),
                row.instant("lease_until"));
    }
}
