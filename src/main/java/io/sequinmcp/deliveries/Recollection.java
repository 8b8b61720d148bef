package io.sequinmcp.deliveries;

import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the ledger remembers of messages that were handed out before. */
final class Recollection {
    private Recollection() {}

    /** By ack id, those that were handed out before, to whichever connector. */
    static Map<String, Delivery.Earlier> earlier(Transaction tx, Recipient recipient, List<Entry> entries)
            throws SQLException {
        Map<String, Seen> byAckId = lastSeen(
                tx, recipient, "ack_id", entries.stream().map(Entry::ackId).toList());
        Map<String, Seen> byKey = lastSeen(
                tx,
                recipient,
                "idempotency_key",
                entries.stream().flatMap(Entry::idempotencyKeys).toList());
        Map<String, Delivery.Earlier> earlier = new HashMap<>();
        for (Entry entry : entries) {
            Seen same = byAckId.get(entry.ackId());
            if (same != null) {
                earlier.put(entry.ackId(), new Delivery.Earlier(same.at(), same.fate(), true));
            } else {
                entry.idempotencyKeys()
                        .map(byKey::get)
                        .filter(Objects::nonNull)
                        .forEach(seen ->
                                earlier.put(entry.ackId(), new Delivery.Earlier(seen.at(), seen.fate(), false)));
            }
        }
        return earlier;
    }

    /** The last time each of them was handed out, to whichever connector. */
    private static Map<String, Seen> lastSeen(Transaction tx, Recipient recipient, String column, List<String> names)
            throws SQLException {
        if (names.isEmpty()) {
            return Map.of();
        }
        Naming named = Naming.by(column, recipient, names);
        return tx
                .list(
                        """
                        select name, outcome, received_at from (
                            select m.%s as name, m.outcome, d.received_at,
                                   row_number() over (partition by m.%s order by d.received_at desc, d.serial desc) as place
                            from delivered_message m join delivery d on d.id = m.delivery_id
                            where %s) seen
                        where place = 1"""
                                .formatted(column, column, named.condition()),
                        Seen::read,
                        named.values())
                .stream()
                .collect(Collectors.toMap(Seen::name, Function.identity()));
    }

    /** By ack id, every time this connector was given it, the last one first. */
    static Map<String, List<Given>> given(Transaction tx, Recipient recipient, Collection<String> ackIds)
            throws SQLException {
        Naming named = Naming.byAckId(recipient, ackIds);
        return tx
                .list(
                        """
                        select m.ack_id, m.outcome, d.received_at, d.lease_until
                        from delivered_message m join delivery d on d.id = m.delivery_id
                        where %s and d.connector = ?
                        order by d.received_at desc, d.serial desc"""
                                .formatted(named.condition()),
                        Given::read,
                        named.values(),
                        recipient.connector())
                .stream()
                .collect(Collectors.groupingBy(Given::ackId));
    }

    /** A message as it was handed out before; the name is its ack id or its idempotency key. */
    private record Seen(String name, Fate fate, Instant at) {
        static Seen read(Transaction.Row row) throws SQLException {
            return new Seen(row.text("name"), Fate.of(row.textOrNull("outcome")), row.instant("received_at"));
        }
    }
}
