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

    static List<OpenDelivery> find(
            Transaction tx, String connector, String account, @Nullable Consumer stream, int limit, int messagesEach)
            throws SQLException {
        List<OpenDelivery> found = new ArrayList<>();
        for (OpenDelivery delivery : newest(tx, connector, account, stream, limit)) {
            found.add(messagesEach == 0 ? delivery : withMessages(tx, delivery, messagesEach));
        }
        return found;
    }

    private static List<OpenDelivery> newest(
            Transaction tx, String connector, String account, @Nullable Consumer stream, int limit)
            throws SQLException {
        String anyStream = stream == null ? "" : stream.id();
        return tx.list(
                """
                select d.id, d.serial, d.stream_id, d.stream_name, d.received_at, d.lease_until,
                       count(*) as messages, count(*) - count(m.outcome) as open_messages
                from delivery d join delivered_message m on m.delivery_id = d.id
                where d.connector = ? and d.account = ? and (? = '' or d.stream_id = ?)
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
