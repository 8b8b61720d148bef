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
        List<OpenDelivery> newest = newest(tx, connector, account, anyStream, before(tx, connector, after), limit + 1);
        List<OpenDelivery> found = new ArrayList<>();
        for (OpenDelivery delivery : newest.subList(0, Math.min(limit, newest.size()))) {
            found.add(messagesEach == 0 ? delivery : withMessages(tx, delivery, messagesEach));
        }
        String next = newest.size() > limit ? found.get(found.size() - 1).id() : null;
        return new OpenPage(found, count(tx, connector, account, anyStream), next);
    }

    /** The serial to stay below. A delivery that is forgotten was the oldest: nothing comes after it. */
    private static long before(Transaction tx, String connector, @Nullable String after) throws SQLException {
        return after == null
                ? Long.MAX_VALUE
                : tx.first(
                                "select serial from delivery where id = ? and connector = ?",
                                row -> row.bigNumber("serial"),
                                after,
                                connector)
                        .orElse(0L);
    }

    private static int count(Transaction tx, String connector, String account, String anyStream) throws SQLException {
        return tx.first(
                        """
                        select count(distinct d.id) as deliveries
                        from delivery d join delivered_message m on m.delivery_id = d.id and m.outcome is null
                        where d.connector = ? and d.account = ? and (? = '' or d.stream_id = ?)""",
                        row -> row.number("deliveries"),
                        connector,
                        account,
                        anyStream,
                        anyStream)
                .orElse(0);
    }

    private static List<OpenDelivery> newest(
            Transaction tx, String connector, String account, String anyStream, long before, int limit)
            throws SQLException {
        return tx.list(
                """
                select d.id, d.serial, d.stream_id, d.stream_name, d.received_at, d.lease_until,
                       count(*) as messages, count(*) - count(m.outcome) as open_messages
                from delivery d join delivered_message m on m.delivery_id = d.id
                where d.connector = ? and d.account = ? and (? = '' or d.stream_id = ?) and d.serial < ?
                group by d.id, d.serial, d.stream_id, d.stream_name, d.received_at, d.lease_until
                having count(*) > count(m.outcome)
                order by d.serial desc
                fetch first ? rows only""",
                row -> new OpenDelivery(
                        row.text("id"),
                        new Consumer(row.text("stream_id"), row.text("stream_name")),
                        row.instant("received_at"),
                        row.instant("lease_until"),
                        row.number("messages"),
                        row.number("open_messages"),
                        List.of()),
                connector,
                account,
                anyStream,
                anyStream,
                before,
                limit);
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
