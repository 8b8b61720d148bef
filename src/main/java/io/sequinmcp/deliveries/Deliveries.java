package io.sequinmcp.deliveries;

import io.sequinmcp.sequin.Consumer;
import io.sequinmcp.sequin.Message;
import io.sequinmcp.store.Handle;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of what was handed out. Sequin forgets who got a message, answers 200 to any ack id it is sent, and gives
 * the same message again when its lease is over (section 8.3 of its facts); so we write down every batch before it
 * leaves this service, and judge ack and nack by what is written. No row data is kept, only what names a message.
 *
 * <p>Safe for several replicas on one PostgreSQL: nothing is remembered outside of the database, and an outcome is only
 * ever written over an open one.
 */
@ApplicationScoped
public class Deliveries {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);

    /** The lease began when Sequin took the messages, a little before they were here. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    private static final Duration BETWEEN_PURGES = Duration.ofMinutes(1);
    private static final int PURGED_AT_ONCE = 500;

    private final Store store;
    private final Clock clock;
    private final Duration lease;
    private final Duration retention;
    private final AtomicLong nextPurge = new AtomicLong();

    public Deliveries(Store store, DeliveriesConfig config, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.lease = config.lease();
        this.retention = config.retention();
    }

    /**
     * Writes a batch down. Only when this has succeeded may the messages be shown; when it fails they must be nacked.
     *
     * @param messages at least one, each with another ack id
     */
    public Uni<Delivery> record(Recipient recipient, List<Message> messages) {
        return store.transact(tx -> record(tx, recipient, messages)).invoke(this::purgeNowAndThen);
    }

    /** Judges which of these ids the verdict can be carried out on. Changes nothing. */
    public Uni<Settlement> judge(Recipient recipient, Verdict verdict, Collection<String> ackIds) {
        return store.transact(tx -> {
            Map<String, Given> given = latest(tx, recipient, ackIds);
            Judgement judgement = new Judgement(verdict, now());
            for (String ackId : ackIds) {
                judgement.add(ackId, given.get(ackId));
            }
            return judgement.settlement();
        });
    }

    /** Judges a whole delivery; empty if this connector was never given it from this stream. */
    public Uni<Optional<Settlement>> judge(Recipient recipient, Verdict verdict, String deliveryId) {
        return store.transact(tx -> {
            List<Given> ofDelivery = tx.list(
                    """
                    select m.ack_id, m.outcome, d.lease_until
                    from delivered_message m join delivery d on d.id = m.delivery_id
                    where d.id = ? and d.connector = ? and d.account = ? and d.stream_id = ?
                    order by m.place""",
                    Given::read,
                    deliveryId,
                    recipient.connector(),
                    recipient.account(),
                    recipient.stream().id());
            if (ofDelivery.isEmpty()) {
                return Optional.empty();
            }
            Map<String, Given> latest =
                    latest(tx, recipient, ofDelivery.stream().map(Given::ackId).toList());
            Judgement judgement = new Judgement(verdict, now());
            for (Given here : ofDelivery) {
                // An ack is good for the message whoever has it now; a nack must not take it from a later delivery
                judgement.add(here.ackId(), verdict == Verdict.ACK ? latest.get(here.ackId()) : here);
            }
            return Optional.of(judgement.settlement());
        });
    }

    /** Writes down that Sequin has carried out the verdict on these messages. */
    public Uni<Void> settled(Recipient recipient, Verdict verdict, Collection<String> ackIds) {
        if (ackIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // An ack ends a message for good, also where a later delivery had it; a nack only what is still in hand
        Fate alsoOver = verdict == Verdict.ACK ? Fate.REDELIVERED : Fate.OPEN;
        return store.transact(tx -> tx.update(
                        """
                        update delivered_message set outcome = ?, settled_at = ?
                        where account = ? and stream_id = ? and ack_id in (%s)
                          and (outcome is null or outcome = ?)
                          and delivery_id in (select id from delivery where connector = ? and account = ? and stream_id = ?)"""
                                .formatted(Transaction.places(ackIds)),
                        verdict.fate().outcome(),
                        now(),
                        recipient.account(),
                        recipient.stream().id(),
                        ackIds,
                        alsoOver.outcome(),
                        recipient.connector(),
                        recipient.account(),
                        recipient.stream().id()))
                .replaceWithVoid();
    }

    /**
     * The deliveries of a connector of which something is open, newest first.
     *
     * @param stream only of this one, or null for all
     * @param limit how many at most
     * @param messagesEach how many open messages of each are named at most; 0 for none
     */
    public Uni<List<OpenDelivery>> open(
            String connector, String account, @Nullable Consumer stream, int limit, int messagesEach) {
        return store.transact(tx -> {
            List<OpenDelivery> found = new ArrayList<>();
            for (OpenDelivery delivery : openDeliveries(tx, connector, account, stream, limit)) {
                found.add(messagesEach == 0 ? delivery : withMessages(tx, delivery, messagesEach));
            }
            return found;
        });
    }

    private Delivery record(Transaction tx, Recipient recipient, List<Message> messages) throws SQLException {
        Instant now = now();
        List<Entry> entries = messages.stream().map(Entry::of).toList();
        Delivery delivery =
                new Delivery(Handle.of("dlv"), now, now.plus(lease).minus(ON_THE_WAY), earlier(tx, recipient, entries));
        tx.update(
                """
                insert into delivery (id, connector, account, stream_id, stream_name, received_at, lease_until)
                values (?, ?, ?, ?, ?, ?, ?)""",
                delivery.id(),
                recipient.connector(),
                recipient.account(),
                recipient.stream().id(),
                Entry.bounded(recipient.stream().name(), 255),
                now,
                delivery.leaseUntil());
        List<String> ackIds = entries.stream().map(Entry::ackId).toList();
        tx.update(
                """
                update delivered_message set outcome = 'redelivered', settled_at = ?
                where account = ? and stream_id = ? and outcome is null and ack_id in (%s)"""
                        .formatted(Transaction.places(ackIds)),
                now,
                recipient.account(),
                recipient.stream().id(),
                ackIds);
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
        return delivery;
    }

    private static Map<String, Delivery.Earlier> earlier(Transaction tx, Recipient recipient, List<Entry> entries)
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
        return tx
                .list(
                        """
                        select name, outcome, received_at from (
                            select m.%s as name, m.outcome, d.received_at,
                                   row_number() over (partition by m.%s order by d.serial desc) as place
                            from delivered_message m join delivery d on d.id = m.delivery_id
                            where m.account = ? and m.stream_id = ? and m.%s in (%s)) seen
                        where place = 1"""
                                .formatted(column, column, column, Transaction.places(names)),
                        Seen::read,
                        recipient.account(),
                        recipient.stream().id(),
                        names)
                .stream()
                .collect(Collectors.toMap(Seen::name, Function.identity()));
    }

    /** By ack id, the last time this connector was given it. */
    private static Map<String, Given> latest(Transaction tx, Recipient recipient, Collection<String> ackIds)
            throws SQLException {
        Map<String, Given> latest = new LinkedHashMap<>();
        tx.list(
                        """
                        select m.ack_id, m.outcome, d.lease_until
                        from delivered_message m join delivery d on d.id = m.delivery_id
                        where m.account = ? and m.stream_id = ? and m.ack_id in (%s) and d.connector = ?
                        order by d.serial"""
                                .formatted(Transaction.places(ackIds)),
                        Given::read,
                        recipient.account(),
                        recipient.stream().id(),
                        ackIds,
                        recipient.connector())
                .forEach(given -> latest.put(given.ackId(), given));
        return latest;
    }

    private static List<OpenDelivery> openDeliveries(
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

    /** Forgets the oldest deliveries, a bounded number at a time, beside the call that happened to be next. */
    private void purgeNowAndThen() {
        long now = clock.millis();
        long due = nextPurge.get();
        if (now < due || !nextPurge.compareAndSet(due, now + BETWEEN_PURGES.toMillis())) {
            return;
        }
        purge().subscribe().with(count -> {}, failure -> LOG.warn("Old deliveries were not removed", failure));
    }

    /** Forgets up to 500 deliveries that are older than the retention; how many it were. */
    Uni<Integer> purge() {
        return store.transact(tx -> tx.update(
                """
                delete from delivery where id in (
                    select id from delivery where received_at < ? order by received_at fetch first ? rows only)""",
                now().minus(retention),
                PURGED_AT_ONCE));
    }

    /** As the databases keep it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** A message as it was handed out before; the name is its ack id or its idempotency key. */
    private record Seen(String name, Fate fate, Instant at) {
        static Seen read(Transaction.Row row) throws SQLException {
            return new Seen(row.text("name"), Fate.of(row.textOrNull("outcome")), row.instant("received_at"));
        }
    }
}
