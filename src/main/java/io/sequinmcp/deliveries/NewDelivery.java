package io.sequinmcp.deliveries;

import io.sequinmcp.sequin.Message;
import io.sequinmcp.store.Handle;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a batch into the ledger. */
final class NewDelivery {
    /** The lease began when Sequin took the messages, a little before they were here. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    private NewDelivery() {}

    static Delivery write(Transaction tx, Recipient recipient, List<Message> messages, Instant now, Duration lease)
            throws SQLException {
        List<Entry> entries = messages.stream().map(Entry::of).toList();
        Delivery delivery = new Delivery(
                Handle.of("dlv", now),
                now,
                now.plus(lease).minus(ON_THE_WAY),
                Recollection.earlier(tx, recipient, entries));
        insert(tx, recipient, delivery);
        takeFromEarlierDeliveries(tx, recipient, entries, now);
        insert(tx, recipient, delivery, entries);
        return delivery;
    }

    private static void insert(Transaction tx, Recipient recipient, Delivery delivery) throws SQLException {
        tx.update(
                """
                insert into delivery (id, connector, account, stream_id, stream_name, received_at, lease_until)
                values (?, ?, ?, ?, ?, ?, ?)""",
                delivery.id(),
                recipient.connector(),
                recipient.account(),
                recipient.stream().id(),
                Entry.bounded(recipient.stream().name(), 255),
                delivery.receivedAt(),
                delivery.leaseUntil());
    }

    /** Of what was not settled, the last to get it has it; which need not be the last to be written down. */
    private static void takeFromEarlierDeliveries(Transaction tx, Recipient recipient, List<Entry> entries, Instant now)
            throws SQLException {
        Naming named =
                Naming.byAckId(recipient, entries.stream().map(Entry::ackId).toList());
        tx.update(
                """
                update delivered_message m set outcome = 'redelivered', settled_at = ?
                where %s and outcome is null
                  and exists (select 1 from delivery d where d.id = m.delivery_id and d.received_at <= ?)"""
                        .formatted(named.condition()),
                now,
                named.values(),
                now);
    }

    private static void insert(Transaction tx, Recipient recipient, Delivery delivery, List<Entry> entries)
            throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Entry entry : entries) {
            rows.add(new @Nullable Object[] {
                delivery.id(),
                rows.size(),
                entry.ackId(),
                recipient.account(),
                recipient.stream().id(),
                entry.idempotencyKey(),
                entry.action(),
                entry.table(),
                entry.primaryKeys()
            });
        }
        tx.updateEach(
                """
                insert into delivered_message
                (delivery_id, place, ack_id, account, stream_id, idempotency_key, action, table_name, primary_keys)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rows);
    }
}
