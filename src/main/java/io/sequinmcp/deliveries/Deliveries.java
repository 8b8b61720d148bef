package io.sequinmcp.deliveries;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.sequinmcp.sequin.Consumer;
import io.sequinmcp.sequin.Message;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final Duration BETWEEN_PURGES = Duration.ofMinutes(1);
    private static final int PURGED_AT_ONCE = 500;
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final Store store;
    private final Clock clock;
    private final Duration lease;
    private final Duration retention;
    private final DeliveryMeters meters;
    private final AtomicLong nextPurge = new AtomicLong();

    public Deliveries(Store store, DeliveriesConfig config, Clock clock, MeterRegistry registry) {
        this.store = store;
        this.clock = clock;
        this.lease = config.lease();
        this.retention = config.retention();
        this.meters = new DeliveryMeters(store, config, clock, registry);
    }

    /** There from the start, so that its meters are. */
    void start(@Observes StartupEvent start) {}

    /**
     * Writes a batch down. Only when this has succeeded may the messages be shown; when it fails they must be nacked.
     *
     * @param messages at least one, each with another ack id
     * @param receivedAt when they were here; their lease began a little before
     */
    public Uni<Delivery> record(Recipient recipient, List<Message> messages, Instant receivedAt) {
        Instant at = receivedAt.truncatedTo(ChronoUnit.MICROS);
        return store.transact(tx -> NewDelivery.write(tx, recipient, messages, at, lease))
                .invoke(() -> meters.received(messages.size()))
                .invoke(this::purgeNowAndThen);
    }

    /** Judges which of these ids the verdict can be carried out on. Changes nothing. */
    public Uni<Settlement> judge(Recipient recipient, Verdict verdict, Collection<String> ackIds) {
        return store.transact(tx -> {
            Map<String, List<Given>> given = Recollection.given(tx, recipient, ackIds);
            Judgement judgement = new Judgement(verdict, now());
            for (String ackId : ackIds) {
                judgement.add(ackId, given.getOrDefault(ackId, List.of()));
            }
            return judgement.settlement();
        });
    }

    /** Judges a whole delivery; empty if this connector was never given it from this stream. */
    public Uni<Optional<Settlement>> judge(Recipient recipient, Verdict verdict, String deliveryId) {
        return store.transact(tx -> {
            List<Given> ofDelivery = tx.list(
                    """
                    select m.ack_id, m.outcome, d.received_at, d.lease_until
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
            Map<String, List<Given>> given = Recollection.given(
                    tx, recipient, ofDelivery.stream().map(Given::ackId).toList());
            Judgement judgement = new Judgement(verdict, now());
            for (Given here : ofDelivery) {
                judgement.add(
                        here.ackId(),
                        verdict == Verdict.ACK ? given.getOrDefault(here.ackId(), List.of()) : List.of(here));
            }
            return Optional.of(judgement.settlement());
        });
    }

    /**
     * Writes down that Sequin has carried out the verdict. By then somebody may have received a nacked message again:
     * that is another delivery, and stays as it is.
     */
    public Uni<Void> settled(Recipient recipient, Settlement settlement) {
        if (settlement.accepted().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // An ack ends a message for good, also where a later delivery has it
        boolean ack = settlement.verdict() == Verdict.ACK;
        Naming named = Naming.byAckId(recipient, settlement.accepted());
        return store.transact(tx -> tx.update(
                        """
                        update delivered_message m set outcome = ?, settled_at = ?
                        where %s and (outcome is null or outcome = ?)
                          and exists (select 1 from delivery d
                                      where d.id = m.delivery_id and d.connector = ? and d.received_at <= ?)"""
                                .formatted(named.condition()),
                        settlement.verdict().fate().outcome(),
                        now(),
                        named.values(),
                        (ack ? Fate.REDELIVERED : Fate.OPEN).outcome(),
                        recipient.connector(),
                        ack ? END_OF_TIME : settlement.asOf()))
                .invoke(() -> meters.settled(
                        settlement.verdict(), settlement.accepted().size()))
                .replaceWithVoid();
    }

    /** Writes down that messages of a delivery did not reach the agent and were handed back. */
    public Uni<Void> handedBack(Delivery delivery, Collection<String> ackIds) {
        return store.transact(tx -> tx.update(
                        """
                        update delivered_message set outcome = ?, settled_at = ?
                        where delivery_id = ? and outcome is null and ack_id in (%s)"""
                                .formatted(Transaction.places(ackIds)),
                        Fate.NACKED.outcome(),
                        now(),
                        delivery.id(),
                        ackIds))
                .invoke(() -> meters.handedBack(ackIds.size()))
                .replaceWithVoid();
    }

    /**
     * The deliveries of a connector of which something is open, newest first.
     *
     * @param stream only of this one, or null for all
     * @param after what the page before ended with, or null for the first
     * @param limit how many at most
     * @param messagesEach how many open messages of each are named at most; 0 for none
     */
    public Uni<OpenPage> open(
            String connector,
            String account,
            @Nullable Consumer stream,
            @Nullable String after,
            int limit,
            int messagesEach) {
        return store.transact(tx -> OpenDeliveries.find(tx, connector, account, stream, after, limit, messagesEach));
    }

    /** Forgets the oldest deliveries, a bounded number at a time, beside the call that happened to be next. */
    private void purgeNowAndThen() {
        long now = clock.millis();
        long due = nextPurge.get();
        if (now < due || !nextPurge.compareAndSet(due, now + BETWEEN_PURGES.toMillis())) {
            return;
        }
        purge().subscribe()
                .with(
                        count -> {
                            if (count == PURGED_AT_ONCE) {
                                // There may be more: the next call goes on
                                nextPurge.set(now);
                            }
                        },
                        failure -> LOG.warn("Old deliveries were not removed", failure));
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
}
