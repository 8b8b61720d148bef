package io.sequinmcp.deliveries;

import static io.sequinmcp.deliveries.Verdict.ACK;
import static io.sequinmcp.deliveries.Verdict.NACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequinmcp.SettableClock;
import io.sequinmcp.sequin.Consumer;
import io.sequinmcp.sequin.Message;
import io.sequinmcp.store.OnEachDatabase;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What the ledger knows of messages that were handed out, on either database. */
class DeliveriesTest {
    private static final Consumer STREAM = new Consumer("9f0c1c7e-0000-4000-8000-000000000001", "invoice_processor");
    private static final Consumer OTHER_STREAM = new Consumer("9f0c1c7e-0000-4000-8000-000000000002", "billing_events");
    private static final Recipient ALICE = new Recipient("alice", "default", STREAM);
    private static final Recipient BOB = new Recipient("bob", "default", STREAM);

    private final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");

    @OnEachDatabase
    void acceptsWhatWasHandedOutAndNothingElse(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        await(deliveries.record(ALICE, List.of(message(1), message(2)), clock.instant()));

        Settlement settlement = await(deliveries.judge(ALICE, ACK, List.of(ackId(2), ackId(3))));

        assertThat(settlement)
                .isEqualTo(new Settlement(
                        ACK, List.of(ackId(2)), List.of(), List.of(ackId(3)), Map.of(), List.of(), clock.instant()));
    }

    @OnEachDatabase
    void givesNothingAwayToAnotherConnectorStreamOrAccount(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        Delivery delivery = await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));

        for (Recipient stranger : List.of(
                BOB, new Recipient("alice", "default", OTHER_STREAM), new Recipient("alice", "elsewhere", STREAM))) {
            assertThat(await(deliveries.judge(stranger, ACK, List.of(ackId(1)))).unknown())
                    .containsExactly(ackId(1));
            assertThat(await(deliveries.judge(stranger, ACK, delivery.id()))).isEmpty();
        }
        assertThat(open(deliveries, BOB)).isEmpty();
        assertThat(open(deliveries, ALICE)).hasSize(1);
    }

    @OnEachDatabase
    void settlesAWholeDelivery(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        Delivery delivery =
                await(deliveries.record(ALICE, List.of(message(2), message(1), message(3)), clock.instant()));
        settle(deliveries, ALICE, NACK, List.of(ackId(1)));

        Settlement settlement =
                await(deliveries.judge(ALICE, ACK, delivery.id())).orElseThrow();
        await(deliveries.settled(ALICE, settlement));

        assertThat(settlement.accepted()).containsExactly(ackId(2), ackId(3));
        assertThat(settlement.settled()).isEqualTo(Map.of(ackId(1), Fate.NACKED));
        assertThat(open(deliveries, ALICE)).isEmpty();
    }

    @OnEachDatabase
    void doesNotSettleTwice(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));
        settle(deliveries, ALICE, ACK, List.of(ackId(1)));

        Settlement again = await(deliveries.judge(ALICE, NACK, List.of(ackId(1))));

        assertThat(again.accepted()).isEmpty();
        assertThat(again.settled()).isEqualTo(Map.of(ackId(1), Fate.ACKED));
    }

    @OnEachDatabase
    void saysWhenALeaseIsOverAndAcceptsAllTheSame(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        Delivery delivery = await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));
        assertThat(delivery.secondsLeft(clock.instant())).isEqualTo(29);
        clock.advance(Duration.ofSeconds(29));

        Settlement settlement = await(deliveries.judge(ALICE, ACK, List.of(ackId(1))));

        assertThat(settlement.accepted()).containsExactly(ackId(1));
        assertThat(settlement.late()).containsExactly(ackId(1));
        OpenDelivery open = open(deliveries, ALICE).get(0);
        assertThat(open.isLeased(clock.instant())).isFalse();
        assertThat(open.secondsLeft(clock.instant())).isZero();
    }

    @OnEachDatabase
    void movesARedeliveredMessageToItsNewDelivery(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        Delivery first = await(deliveries.record(ALICE, List.of(message(1), message(2)), clock.instant()));
        Instant firstAt = clock.instant();
        clock.advance(Duration.ofMinutes(1));

        Delivery second = await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));

        assertThat(second.seenBefore()).isEqualTo(Map.of(ackId(1), new Delivery.Earlier(firstAt, Fate.OPEN, true)));
        assertThat(open(deliveries, ALICE))
                .extracting(OpenDelivery::id, OpenDelivery::count, OpenDelivery::openCount)
                .containsExactly(tuple(second.id(), 1, 1), tuple(first.id(), 2, 1));
    }

    @OnEachDatabase
    void acksARedeliveredMessageByItsFirstDeliveryButNeverNacksItAwayFromTheSecond(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        Delivery first = await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));
        clock.advance(Duration.ofMinutes(1));
        await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));

        Settlement nack = await(deliveries.judge(ALICE, NACK, first.id())).orElseThrow();
        Settlement ack = await(deliveries.judge(ALICE, ACK, first.id())).orElseThrow();
        await(deliveries.settled(ALICE, ack));

        assertThat(nack.accepted()).isEmpty();
        assertThat(nack.heldElsewhere()).containsExactly(ackId(1));
        assertThat(ack.accepted()).containsExactly(ackId(1));
        assertThat(open(deliveries, ALICE)).isEmpty();
    }

    @OnEachDatabase
    void doesNotNackWhatAnotherConnectorHoldsByNow(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));
        clock.advance(Duration.ofMinutes(1));
        Delivery bobs = await(deliveries.record(BOB, List.of(message(1)), clock.instant()));

        Settlement nack = await(deliveries.judge(ALICE, NACK, List.of(ackId(1))));
        Settlement ack = await(deliveries.judge(ALICE, ACK, List.of(ackId(1))));

        assertThat(bobs.seenBefore()).containsKey(ackId(1));
        assertThat(nack.accepted()).isEmpty();
        assertThat(nack.heldElsewhere()).containsExactly(ackId(1));
        assertThat(ack.accepted()).containsExactly(ackId(1));
        assertThat(ack.late()).containsExactly(ackId(1));
    }

    @OnEachDatabase
    void settlesAgainWhatCameBackAfterANack(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));
        settle(deliveries, ALICE, NACK, List.of(ackId(1)));
        clock.advance(Duration.ofSeconds(2));
        Delivery back = await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));

        Settlement settlement = settle(deliveries, ALICE, ACK, List.of(ackId(1)));

        assertThat(back.seenBefore().values())
                .extracting(Delivery.Earlier::fate)
                .containsExactly(Fate.NACKED);
        assertThat(settlement.accepted()).containsExactly(ackId(1));
    }

    @OnEachDatabase
    void recognisesAnAckedMessageThatComesBackUnderANewAckId(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        await(deliveries.record(ALICE, List.of(message(1, "MTMyODMwMzc2OjA=")), clock.instant()));
        settle(deliveries, ALICE, ACK, List.of(ackId(1)));
        Instant firstAt = clock.instant();
        clock.advance(Duration.ofHours(1));

        Delivery again =
                await(deliveries.record(ALICE, List.of(message(9, "MTMyODMwMzc2OjA="), message(10)), clock.instant()));

        assertThat(again.seenBefore()).isEqualTo(Map.of(ackId(9), new Delivery.Earlier(firstAt, Fate.ACKED, false)));
    }

    @OnEachDatabase
    void recognisesKeysOfAnyLengthAndKeepsOddMessages(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        String longKey = "k".repeat(5_000);
        await(deliveries.record(
                ALICE,
                List.of(message(1, longKey), new Message(ackId(2), null), new Message(ackId(3), List.of(1, 2))),
                clock.instant()));
        Message odd = new Message(
                ackId(4),
                Map.of(
                        "action",
                        "a\0b".repeat(100),
                        "metadata",
                        Map.of("table_name", "t".repeat(1_000), "record_pks", List.of("p".repeat(2_000)))));

        Delivery again = await(deliveries.record(ALICE, List.of(message(11, longKey), odd), clock.instant()));

        assertThat(again.seenBefore()).containsOnlyKeys(ackId(11));
        assertThat(open(deliveries, ALICE).get(0).open()).hasSize(2);
    }

    @OnEachDatabase
    void listsWhatIsOpenSoThatLostIdsAreFoundAgain(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        Delivery older = await(deliveries.record(ALICE, List.of(message(1), message(2), message(3)), clock.instant()));
        settle(deliveries, ALICE, ACK, List.of(ackId(2)));
        clock.advance(Duration.ofSeconds(5));
        Recipient elsewhere = new Recipient("alice", "default", OTHER_STREAM);
        Delivery newer = await(deliveries.record(elsewhere, List.of(message(4)), clock.instant()));

        assertThat(open(deliveries, ALICE)).extracting(OpenDelivery::id).containsExactly(newer.id(), older.id());
        List<OpenDelivery> ofOne =
                await(deliveries.open("alice", "default", STREAM, null, 10, 1)).deliveries();
        assertThat(ofOne)
                .containsExactly(new OpenDelivery(
                        older.id(),
                        STREAM,
                        older.receivedAt(),
                        older.leaseUntil(),
                        3,
                        2,
                        List.of(new OpenDelivery.Held(ackId(1), "insert", "public.orders", List.of("1", "eu")))));
        OpenPage first = await(deliveries.open("alice", "default", null, null, 1, 0));
        OpenPage second = await(deliveries.open("alice", "default", null, first.next(), 1, 0));
        assertThat(first.total()).isEqualTo(2);
        assertThat(first.next()).isEqualTo(newer.id());
        assertThat(second.deliveries()).extracting(OpenDelivery::id).containsExactly(older.id());
        assertThat(second.total()).isEqualTo(2);
        assertThat(second.next()).isNull();
        assertThat(await(deliveries.open("bob", "default", null, first.next(), 1, 0)))
                .isEqualTo(new OpenPage(List.of(), 0, null));
        assertThat(await(deliveries.open("alice", "default", null, "dlv_forgotten", 1, 0))
                        .deliveries())
                .isEmpty();
        assertThat(first.deliveries())
                .singleElement()
                .extracting(OpenDelivery::open)
                .isEqualTo(List.of());
    }

    @OnEachDatabase
    void doesNotSettleWhatWasReceivedAgainWhileANackWasOnItsWay(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));
        Settlement nack = await(deliveries.judge(ALICE, NACK, List.of(ackId(1))));
        clock.advance(Duration.ofMillis(20));
        Delivery again = await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));

        await(deliveries.settled(ALICE, nack));

        assertThat(open(deliveries, ALICE)).extracting(OpenDelivery::id).containsExactly(again.id());
        assertThat(settle(deliveries, ALICE, ACK, List.of(ackId(1))).accepted()).containsExactly(ackId(1));
    }

    @OnEachDatabase
    void handsBackOneDeliveryAndNotTheNextOneOfTheSameMessage(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        Delivery unread = await(deliveries.record(ALICE, List.of(message(1), message(2)), clock.instant()));
        clock.advance(Duration.ofMillis(20));
        Delivery read = await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));

        await(deliveries.handedBack(unread, List.of(ackId(1), ackId(2))));

        assertThat(open(deliveries, ALICE)).extracting(OpenDelivery::id).containsExactly(read.id());
        assertThat(await(deliveries.judge(ALICE, ACK, read.id())).orElseThrow().accepted())
                .containsExactly(ackId(1));
    }

    @OnEachDatabase
    void knowsWhoHasAMessageAlsoWhenTheEarlierDeliveryIsWrittenDownLast(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        Instant first = clock.instant();
        clock.advance(Duration.ofMillis(20));
        Delivery read = await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));
        Delivery unread = await(deliveries.record(ALICE, List.of(message(1)), first));

        await(deliveries.handedBack(unread, List.of(ackId(1))));

        assertThat(open(deliveries, ALICE)).extracting(OpenDelivery::id).containsExactly(read.id());
        assertThat(await(deliveries.judge(ALICE, NACK, read.id())).orElseThrow().accepted())
                .containsExactly(ackId(1));
        assertThat(settle(deliveries, ALICE, ACK, List.of(ackId(1))).accepted()).containsExactly(ackId(1));
    }

    /** As a restart of the service does: the connections are gone, the database is there. */
    @OnEachDatabase
    void survivesARestart(TestDatabase database) {
        TestDatabase.Kept kept = database.kept();
        Delivery delivery;
        Delivery acked;
        try (TestDatabase.Opened before = kept.open()) {
            Deliveries deliveries = deliveries(before.store());
            delivery = await(deliveries.record(ALICE, List.of(message(1), message(2)), clock.instant()));
            acked = await(deliveries.record(ALICE, List.of(message(3, "MTMyODMwMzc2OjA=")), clock.instant()));
            settle(deliveries, ALICE, ACK, List.of(ackId(3)));
        }

        try (TestDatabase.Opened after = kept.open()) {
            Deliveries deliveries = deliveries(after.store());
            assertThat(open(deliveries, ALICE))
                    .singleElement()
                    .satisfies(open -> assertThat(open.id()).isEqualTo(delivery.id()))
                    .satisfies(open -> assertThat(open.openCount()).isEqualTo(2));
            assertThat(await(deliveries.judge(ALICE, ACK, delivery.id()))
                            .orElseThrow()
                            .accepted())
                    .containsExactly(ackId(1), ackId(2));
            assertThat(await(deliveries.judge(ALICE, ACK, acked.id()))
                            .orElseThrow()
                            .settled())
                    .isEqualTo(Map.of(ackId(3), Fate.ACKED));
            Delivery again = await(deliveries.record(ALICE, List.of(message(9, "MTMyODMwMzc2OjA=")), clock.instant()));
            assertThat(again.seenBefore()).containsOnlyKeys(ackId(9));
        }
    }

    @OnEachDatabase
    void forgetsWhatIsOlderThanTheRetention(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        await(deliveries.record(ALICE, List.of(message(1)), clock.instant()));
        clock.advance(Duration.ofDays(6));
        await(deliveries.record(ALICE, List.of(message(2)), clock.instant()));
        clock.advance(Duration.ofDays(2));

        await(deliveries.record(ALICE, List.of(message(3)), clock.instant()));

        assertThat(open(deliveries, ALICE))
                .flatExtracting(OpenDelivery::open)
                .extracting(OpenDelivery.Held::ackId)
                .containsExactly(ackId(3), ackId(2));
        assertThat(await(deliveries.judge(ALICE, ACK, List.of(ackId(1)))).unknown())
                .containsExactly(ackId(1));
    }

    @OnEachDatabase
    void forgetsAsFastAsMessagesAreReceived(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        for (int n = 0; n < 501; n++) {
            await(deliveries.record(ALICE, List.of(message(n)), clock.instant()));
        }
        clock.advance(Duration.ofDays(8));

        await(deliveries.record(ALICE, List.of(message(1_000)), clock.instant()));
        await(deliveries.record(ALICE, List.of(message(1_001)), clock.instant()));

        assertThat(open(deliveries, ALICE))
                .flatExtracting(OpenDelivery::open)
                .extracting(OpenDelivery.Held::ackId)
                .containsExactly(ackId(1_001), ackId(1_000));
    }

    @OnEachDatabase
    void takesTheLargestBatch(TestDatabase database) {
        Deliveries deliveries = deliveries(database);
        List<Message> thousand =
                IntStream.range(0, 1_000).mapToObj(n -> message(n)).toList();

        Delivery delivery = await(deliveries.record(ALICE, thousand, clock.instant()));
        Settlement settlement =
                await(deliveries.judge(ALICE, ACK, delivery.id())).orElseThrow();
        await(deliveries.settled(ALICE, settlement));

        assertThat(settlement.accepted()).hasSize(1_000);
        assertThat(open(deliveries, ALICE)).isEmpty();
    }

    /** Connectors that receive, lose their lease and settle the same messages at once, as replicas would. */
    @OnEachDatabase
    void keepsEveryRecordAndOutcomeWhenManyWriteAtOnce(TestDatabase database) throws Exception {
        Deliveries deliveries = deliveries(database);
        List<Message> messages =
                IntStream.range(0, 20).mapToObj(n -> message(n)).toList();
        List<String> ackIds = messages.stream().map(Message::ackId).toList();
        ExecutorService replicas = Executors.newFixedThreadPool(6);

        List<Future<?>> done = new ArrayList<>();
        for (int replica = 0; replica < 6; replica++) {
            Recipient recipient = new Recipient("connector-" + replica, "default", STREAM);
            List<Message> mine = new ArrayList<>(messages);
            Collections.rotate(mine, replica * 3);
            Verdict verdict = replica % 2 == 0 ? ACK : NACK;
            done.add(replicas.submit(() -> {
                for (int round = 0; round < 10; round++) {
                    await(deliveries.record(recipient, mine, clock.instant()));
                    settle(deliveries, recipient, verdict, ackIds);
                }
            }));
        }
        for (Future<?> one : done) {
            one.get();
        }
        replicas.shutdown();

        // Whoever acks, acks whatever it holds or held; whoever nacks, may find it held by a later delivery
        for (int replica = 0; replica < 6; replica += 2) {
            Recipient recipient = new Recipient("connector-" + replica, "default", STREAM);
            assertThat(open(deliveries, recipient)).isEmpty();
            assertThat(await(deliveries.judge(recipient, ACK, ackIds)).settled())
                    .hasSize(20)
                    .containsValue(Fate.ACKED)
                    .doesNotContainValue(Fate.NACKED);
        }
    }

    private static Settlement settle(Deliveries deliveries, Recipient recipient, Verdict verdict, List<String> ids) {
        Settlement settlement = await(deliveries.judge(recipient, verdict, ids));
        await(deliveries.settled(recipient, settlement));
        return settlement;
    }

    private static List<OpenDelivery> open(Deliveries deliveries, Recipient recipient) {
        return await(deliveries.open(recipient.connector(), recipient.account(), null, null, 100, 100))
                .deliveries();
    }

    private Deliveries deliveries(TestDatabase database) {
        return deliveries(database.store());
    }

    private Deliveries deliveries(Store store) {
        return new Deliveries(store, new Config(), clock, new SimpleMeterRegistry());
    }

    private static Message message(int number) {
        return message(number, "key-" + number);
    }

    private static Message message(int number, String idempotencyKey) {
        Map<String, Object> metadata = Map.of(
                "table_schema",
                "public",
                "table_name",
                "orders",
                "record_pks",
                List.of(String.valueOf(number), "eu"),
                "idempotency_key",
                idempotencyKey);
        return new Message(ackId(number), Map.of("action", "insert", "metadata", metadata));
    }

    private static String ackId(int number) {
        return "5e4640a1-6c26-42da-a252-%012d".formatted(number);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }

    private record Config() implements DeliveriesConfig {
        @Override
        public Duration lease() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(7);
        }
    }
}
