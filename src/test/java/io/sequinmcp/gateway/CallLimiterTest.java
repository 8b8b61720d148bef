package io.sequinmcp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequinmcp.SettableClock;
import io.sequinmcp.connectors.Confirm;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.Limits;
import io.sequinmcp.connectors.Scope;
import io.sequinmcp.connectors.Terms;
import io.sequinmcp.connectors.Token;
import io.sequinmcp.connectors.WriteBudget;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.Reach;
import io.sequinmcp.sequin.SequinException;
import io.sequinmcp.store.OnEachDatabase;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.TestDatabase;
import io.sequinmcp.tools.Effect;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallLimiterTest {
    private final SettableClock clock = new SettableClock("2026-01-01T12:00:00Z");
    private final CallLimiter limiter = limiter(TestDatabase.H2.store());

    @Test
    void calls_of_a_minute_are_let_through_and_no_more_until_one_is_due() {
        Connector connector = connector(6, null, null);
        for (int left = 5; left >= 0; left--) {
            assertThat(call(connector).remaining()).isEqualTo(left);
        }

        Problem refused = refused(connector, Effect.GET);
        assertThat(refused.code()).isEqualTo(Code.RATE_LIMITED);
        assertThat(refused.rateLimit()).isNotNull().satisfies(limit -> assertThat(limit.retryAfterSeconds())
                .isEqualTo(10));

        clock.advance(Duration.ofSeconds(10));
        call(connector);
        refused(connector, Effect.GET);
        clock.advance(Duration.ofHours(1));
        IntStream.range(0, 6).forEach(turn -> call(connector));
        refused(connector, Effect.GET);
    }

    @Test
    void calls_under_way_hold_others_back_until_they_end() {
        Connector connector = connector(null, 2, null);
        CallLimiter.Permit one = call(connector);
        call(connector);
        refused(connector, Effect.GET);

        one.end().run();
        one.end().run();
        call(connector);
        refused(connector, Effect.GET);
    }

    @Test
    void connectors_do_not_notice_each_other() {
        Connector busy = connector("busy", 1, null, null);
        call(busy);
        refused(busy, Effect.GET);

        call(connector("quiet", 1, null, null));
    }

    @OnEachDatabase
    void writes_of_a_day_are_counted_by_all_replicas_together(TestDatabase database) {
        Store store = database.store();
        CallLimiter here = limiter(store);
        CallLimiter there = limiter(store);
        Connector connector = connector(null, null, 2);
        here.admit(connector, Effect.CREATE).await().indefinitely();
        there.admit(connector, Effect.DELETE).await().indefinitely();

        assertThatThrownBy(() -> here.admit(connector, Effect.UPDATE).await().indefinitely())
                .isInstanceOf(SequinException.class)
                .hasMessageContaining("2 times a day");
        here.admit(connector, Effect.CUSTOM).await().indefinitely();
        here.admit(connector, Effect.LIST).await().indefinitely();

        clock.advance(Duration.ofHours(12));
        there.admit(connector, Effect.UPDATE).await().indefinitely();
    }

    @OnEachDatabase
    void writers_at_the_same_time_do_not_exceed_the_budget(TestDatabase database) {
        Store store = database.store();
        WriteBudget budget = new WriteBudget(store, clock);
        List<CompletableFuture<Boolean>> takers = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> budget.take("many", 10).await().indefinitely()))
                .toList();

        long taken = takers.stream().filter(CompletableFuture::join).count();

        assertThat(taken).isEqualTo(10);
    }

    @Test
    void a_refused_write_is_not_under_way() {
        Connector connector = connector(null, 1, 0);
        refused(connector, Effect.CREATE);

        call(connector);
    }

    private CallLimiter limiter(Store store) {
        return new CallLimiter(new WriteBudget(store, clock), clock, new SimpleMeterRegistry());
    }

    private CallLimiter.Permit call(Connector connector) {
        return limiter.admit(connector, Effect.GET).await().indefinitely();
    }

    private Problem refused(Connector connector, Effect effect) {
        try {
            limiter.admit(connector, effect).await().indefinitely();
        } catch (SequinException e) {
            return e.problem();
        }
        throw new AssertionError("was let through");
    }

    private static Connector connector(
            @Nullable Integer perMinute, @Nullable Integer concurrent, @Nullable Integer writes) {
        return connector("c", perMinute, concurrent, writes);
    }

    private static Connector connector(
            String id, @Nullable Integer perMinute, @Nullable Integer concurrent, @Nullable Integer writes) {
        return new Connector(
                id,
                id,
                "default",
                Scope.ALL_DEFAULT_TOOLS,
                Reach.EVERYTHING,
                new Terms(false, new Limits(perMinute, concurrent, writes), Confirm.PLAN),
                Optional.empty(),
                Token.random(new SecureRandom()).hash());
    }
}
