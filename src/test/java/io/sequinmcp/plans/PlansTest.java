package io.sequinmcp.plans;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequinmcp.SettableClock;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.keys.ServerKey;
import io.sequinmcp.store.OnEachDatabase;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A plan is good once, for ten minutes, for one connector and one target; on either database. */
class PlansTest {
    private static final Target ORDERS = new Target("delete_sink", "id-1", "orders");
    private static final State STATE = State.of(Map.of("name", "orders", "batch_size", 10));

    private final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");

    @OnEachDatabase
    void isGoodOnce(TestDatabase database) {
        Plans plans = plans(database.store());
        Plan plan = make(plans, "encrypted");
        Instant usedAt = clock.instant();

        Taking first = take(plans, plan.id());
        clock.advance(Duration.ofMinutes(1));
        Taking second = take(plans, plan.id());

        assertThat(first).isEqualTo(new Taking.Taken(plan));
        assertThat(plan.payload()).isEqualTo("encrypted");
        assertThat(second).isEqualTo(new Taking.Used(usedAt));
    }

    @OnEachDatabase
    void isGoodForTenMinutes(TestDatabase database) {
        Plans plans = plans(database.store());
        Plan early = make(plans, null);
        Plan late = make(plans, null);

        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        Taking inTime = take(plans, early.id());
        clock.advance(Duration.ofMillis(1));
        Taking tooLate = take(plans, late.id());

        assertThat(inTime).isInstanceOf(Taking.Taken.class);
        assertThat(tooLate).isEqualTo(new Taking.Expired(late.expiresAt()));
    }

    @OnEachDatabase
    void isUnknownToOthers(TestDatabase database) {
        Plans plans = plans(database.store());
        Plan plan = make(plans, null);

        assertThat(await(plans.take("bob", "default", plan.id(), ORDERS))).isEqualTo(new Taking.Unknown());
        assertThat(await(plans.take("alice", "elsewhere", plan.id(), ORDERS))).isEqualTo(new Taking.Unknown());
        assertThat(await(plans.take("alice", "default", "plan_none", ORDERS))).isEqualTo(new Taking.Unknown());
        assertThat(take(plans, plan.id())).isInstanceOf(Taking.Taken.class);
    }

    @OnEachDatabase
    void isNotUsedUpByTryingItOnSomethingElse(TestDatabase database) {
        Plans plans = plans(database.store());
        Plan plan = make(plans, null);

        for (Target other :
                List.of(new Target("delete_sink", "id-2", "orders"), new Target("delete_database", "id-1", "orders"))) {
            assertThat(await(plans.take("alice", "default", plan.id(), other)))
                    .isEqualTo(new Taking.OtherTarget(ORDERS));
        }
        Target renamed = new Target("delete_sink", "id-1", "orders_2");
        assertThat(await(plans.take("alice", "default", plan.id(), renamed))).isInstanceOf(Taking.Taken.class);
    }

    @OnEachDatabase
    void canBeTakenByItsIdAlone(TestDatabase database) {
        Plans plans = plans(database.store());
        Plan plan = make(plans, null);

        assertThat(await(plans.take("alice", "default", plan.id(), null))).isEqualTo(new Taking.Taken(plan));
    }

    @OnEachDatabase
    void outlivesARestart(TestDatabase database) {
        Store store = database.store();
        Plan plan = make(plans(store), null);

        assertThat(take(plans(store), plan.id())).isEqualTo(new Taking.Taken(plan));
    }

    @OnEachDatabase
    void isForgottenADayLater(TestDatabase database) {
        Plans plans = plans(database.store());
        Plan plan = make(plans, null);
        clock.advance(Duration.ofDays(1));
        make(plans, null);
        assertThat(take(plans, plan.id())).isInstanceOf(Taking.Expired.class);

        clock.advance(Duration.ofMinutes(11));
        make(plans, null);

        assertThat(take(plans, plan.id())).isEqualTo(new Taking.Unknown());
    }

    @OnEachDatabase
    void goesToOneOfManyWhoAskAtOnce(TestDatabase database) throws Exception {
        Plans plans = plans(database.store());
        Plan plan = make(plans, null);
        ExecutorService replicas = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);

        List<Future<Taking>> tries = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            tries.add(replicas.submit(() -> {
                start.await();
                return take(plans, plan.id());
            }));
        }
        start.countDown();
        List<Taking> takings = new ArrayList<>();
        for (Future<Taking> one : tries) {
            takings.add(one.get());
        }
        replicas.shutdown();

        assertThat(takings).filteredOn(Taking.Taken.class::isInstance).hasSize(1);
        assertThat(takings).filteredOn(Taking.Used.class::isInstance).hasSize(7);
    }

    @OnEachDatabase
    void keepsItsPayloadEncryptedWithKeysThatCanChange(TestDatabase database) throws Exception {
        Store store = database.store();
        Plan plan = make(plans(store), "password: hunter2");
        String kept = store.transactNow(tx -> tx.first("select payload from plan", row -> row.text("payload")))
                .orElseThrow();

        assertThat(kept).doesNotContain("hunter2");
        assertThat(take(plans(store, ServerKey.of("x".repeat(32))), plan.id())).isEqualTo(new Taking.Unreadable());
        assertThat(take(plans(store, ServerKey.of("x".repeat(32), "k".repeat(32))), plan.id()))
                .isEqualTo(new Taking.Taken(plan));
    }

    private Plans plans(Store store) {
        return plans(store, ServerKey.of("k".repeat(32)));
    }

    private Plans plans(Store store, ServerKey key) {
        return new Plans(store, new Encryption(key), clock, new SimpleMeterRegistry());
    }

    private static Plan make(Plans plans, @Nullable String payload) {
        return await(plans.create(new Draft("alice", "default", ORDERS, STATE, payload)));
    }

    private static Taking take(Plans plans, String planId) {
        return await(plans.take("alice", "default", planId, ORDERS));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
