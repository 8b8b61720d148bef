package io.sequinmcp.deliveries;

import io.sequinmcp.sequin.Consumer;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a connector has in hand. */
final class OpenDeliveries {
    private OpenDeliveries() {}

    static OpenPage find(
            Transaction tx,
            String connector,
            String account,
            @Nullable Consumer stream,
            @Nullable String after,
            int limit,
            int messagesEach)
            throws SQLException {
        String anyStream = stream == null ? "" : stream.id();
        // One more than asked for shows whether there are more
        List<OpenDelivery> newest = newest(tx, connector, account, anyStream, below(tx, connector, after), limit + 1);
        List<OpenDelivery> found = new ArrayList<>();
        for (OpenDelivery delivery : newest.subList(0, Math.min(limit, newest.size()))) {
            found.add(messagesEach == 0 ? delivery : withMessages(tx, delivery, messagesEach));
        }
        String next = newest.size() > limit ? found.get(found.size() - 1).id() : null;
        return new OpenPage(found, count(tx, connector, account, anyStream), next);
    }

    /**
     * The serial to stay below, if any; with one H2 reads all deliveries by their serial. A delivery that is forgotten
     * was the oldest: nothing comes after it.
     */
    private static List<Long> below(Transaction tx, String connector, @Nullable String after) throws SQLException {
        return after == null
                ? List.of()
                : List.of(tx.first(
                                "select serial from delivery where id = ? and connector = ?",
                                row -> row.bigNumber("serial"),
                                after,
                                connector)
                        .orElse(0L));
    }

    private static int count(Transaction tx, String connector, String account, String anyStream) throws SQLException {
        return tx.first(
                        """
                        select count(*) as deliveries
                        from (%s) held join delivery d on d.id = held.delivery_id
                        where d.connector = ?"""
                                .formatted(held(anyStream)),
                        row -> row.number("deliveries"),
                        account,
                        ofStream(anyStream),
                        connector)
                .orElse(0);
    }

    private static List<OpenDelivery> newest(
            Transaction tx, String connector, String account, String anyStream, List<Long> below, int limit)
            throws SQLException {
        return tx.list(
                """
                select d.id, d.serial, d.stream_id, d.stream_name, d.received_at, d.lease_until, held.open_messages,
                       (select count(*) from delivered_message m where m.delivery_id = d.id) as messages
                from (%s) held join delivery d on d.id = held.delivery_id
                where d.connector = ? %s
                order by d.serial desc
                fetch first ? rows only"""
                        .formatted(held(anyStream), below.isEmpty() ? "" : "and d.serial < ?"),
                row -> new OpenDelivery(
                        row.text("id"),
                        new Consumer(row.text("stream_id"), row.text("stream_name")),
                        row.instant("received_at"),
                        row.instant("lease_until"),
                        row.number("messages"),
                        row.number("open_messages"),
                        List.of()),
                account,
                ofStream(anyStream),
                connector,
                below,
                limit);
    }

    /** Begins with what is open, which an index has; whatever was settled within the retention is not read. */
    private static String held(String anyStream) {
        return """
                select delivery_id, count(*) as open_messages from delivered_message
                where account = ? and outcome is null %s
                group by delivery_id"""
                .formatted(anyStream.isEmpty() ? "" : "and stream_id = ?");
    }

    private static List<String> ofStream(String anyStream) {
        return anyStream.isEmpty() ? List.of() : List.of(anyStream);
    }

    private static OpenDelivery withMessages(Transaction tx, OpenDelivery delivery, int limit) throws SQLException {
        List<OpenDelivery.Held> held = tx.list(
                """
                select ack_id, action, table_name, primary_keys from delivered_message
                where delivery_id = ? and outcome is null order by place fetch first ? rows only""",
                row -> new OpenDelivery.Held(
                        row.text("ack_id"),
                        row.textOrNull("action"),
                        row.textOrNull("table_name"),
                        Entry.primaryKeys(row.textOrNull("primary_keys"))),
                delivery.id(),
                limit);
        return new OpenDelivery(
                delivery.id(),
                delivery.stream(),
                delivery.receivedAt(),
                delivery.leaseUntil(),
                delivery.count(),
                delivery.openCount(),
                held);
    }
}
