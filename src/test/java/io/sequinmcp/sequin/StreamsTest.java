package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.StubSequin.after;
import static io.sequinmcp.sequin.StubSequin.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.SettableClock;
import io.sequinmcp.sequin.Batch.EmptyReason;
import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.StubSequin.Reply;
import io.smallrye.mutiny.subscription.Cancellable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receiving from a Sequin that is slow, sick, silent or empty: every lease ends in a hand or is given back. */
@QuarkusTest
class StreamsTest extends FacadeTest {
    private static final String ID = "b31a1de6-5a4f-4b5e-9a1c-6f1d0c6b0a01";
    private static final String ACK_ID = "5e4640a1-6c26-42da-a252-160507e7f313";
    private static final String ROOT = "/api/sequin_streams/" + ID;
    private static final String RECEIVE = "POST " + ROOT + "/receive";
    private static final String NACK = "POST " + ROOT + "/nack";
    private static final Reply NOTHING = json(200, "{\"data\":[]}");
    private static final Reply MESSAGE = json(200, "{\"data\":[{\"ack_id\":\"" + ACK_ID + "\",\"data\":{}}]}");
    private static final Reply DONE = json(200, "{\"success\":true}");
    private static final Reply NO_BUFFER = json(500, "{\"summary\":\"Call to SlotMessageStore failed with :noproc\"}");

    @BeforeEach
    void aStream() {
        sink("active", "\"insert\",\"update\",\"delete\"");
        stub.on(NACK, DONE);
    }

    private void sink(String status, String actions) {
        Reply sink = json(
                200,
                "{\"id\":\"" + ID + "\",\"name\":\"orders\",\"database\":\"shop\",\"status\":\"" + status
                        + "\",\"actions\":[" + actions + "],\"source\":{\"include_tables\":[\"public.orders\"]},"
                        + "\"destination\":{\"type\":\"sequin_stream\"}}");
        stub.on("GET /api/sinks/orders", sink).on("GET /api/sinks/" + ID, sink);
    }

    @Test
    void messages_keep_their_lease_when_they_are_taken() {
        stub.on(RECEIVE, MESSAGE);

        Batch batch = got(sequin().streams().receive("orders", 10, 0));

        assertThat(batch.ackIds()).containsExactly(ACK_ID);
        assertThat(stub.received(NACK)).isEmpty();
    }

    @Test
    void silence_ends_within_the_wait_and_its_margin() {
        configure("receive-margin", "300ms");
        stub.on(RECEIVE, stub.silence());
        long start = System.nanoTime();

        Problem problem = refused(sequin().streams().receive("orders", 10, 0));

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
        assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(problem.message()).contains("did not answer in time", "they come again when their lease is over");
    }

    @Test
    void an_answer_that_drips_ends_within_the_wait_and_its_margin() {
        configure("receive-margin", "300ms");
        CountDownLatch over = new CountDownLatch(1);
        stub.on(RECEIVE, exchange -> {
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(200, 1_000);
            try {
                for (byte one : "{\"data\":[         ".repeat(30).getBytes(StandardCharsets.UTF_8)) {
                    exchange.getResponseBody().write(one);
                    exchange.getResponseBody().flush();
                    if (over.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long start = System.nanoTime();

        Problem problem = refused(sequin().streams().receive("orders", 10, 0));
        over.countDown();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void messages_that_come_after_the_time_are_handed_back() {
        configure("receive-margin", "200ms");
        CountDownLatch late = new CountDownLatch(1);
        stub.on(RECEIVE, after(late, MESSAGE));

        Problem problem = refused(sequin().streams().receive("orders", 10, 0));
        late.countDown();

        assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE);
        await().untilAsserted(() -> assertThat(stub.received(NACK)).hasSize(1));
        assertThat(stub.last(NACK).body()).contains(ACK_ID);
    }

    @Test
    void messages_that_come_after_the_caller_left_are_handed_back() {
        CountDownLatch late = new CountDownLatch(1);
        stub.on(RECEIVE, after(late, MESSAGE));
        Cancellable caller =
                sequin().streams().receive("orders", 10, 20).subscribe().with(batch -> {}, failure -> {});
        await().until(() -> stub.received(RECEIVE).size() == 1);

        caller.cancel();
        late.countDown();

        await().untilAsserted(() -> assertThat(stub.received(NACK)).hasSize(1));
    }

    @Test
    void handing_back_is_tried_again() {
        stub.on(RECEIVE, MESSAGE).on(NACK, json(500, "{}"), StubSequin.reset(), DONE);
        Batch batch = got(sequin().streams().receive("orders", 10, 0));

        got(sequin().streams().handBack(batch, batch.ackIds()));

        assertThat(stub.received(NACK)).hasSize(3);
    }

    @Test
    void a_wait_ends_when_the_service_is_about_to_stop() {
        Sequins sequins =
                new Sequins(TestConfig.quick(), new TestVault(), Clock.systemUTC(), new SimpleMeterRegistry());
        Sequin sequin = sequins.open(stub.account(), Reach.EVERYTHING);
        stub.on(RECEIVE, NOTHING);
        AtomicReference<Batch> answer = new AtomicReference<>();
        Cancellable caller =
                sequin.streams().receive("orders", 10, 25).subscribe().with(answer::set);
        await().until(() -> !stub.received(RECEIVE).isEmpty());

        sequins.stopWaiting();

        await().until(() -> answer.get() != null);
        assertThat(answer.get()).isNotNull().extracting(Batch::empty).isEqualTo(EmptyReason.STOPPING);
        caller.cancel();
    }

    @Test
    void nothing_is_handed_back_once_somebody_else_may_have_it() {
        SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
        Sequin sequin = new Sequins(TestConfig.quick(), new TestVault(), clock, new SimpleMeterRegistry())
                .open(stub.account(), Reach.EVERYTHING);
        stub.on(RECEIVE, MESSAGE);
        Batch batch = got(sequin.streams().receive("orders", 10, 0));
        clock.advance(Return.WITHIN);

        Problem problem = refused(sequin.streams().handBack(batch, batch.ackIds()));

        assertThat(problem.code()).isEqualTo(Code.STALE);
        assertThat(stub.received(NACK)).isEmpty();
    }

    @Test
    void a_peek_hands_back_what_it_saw_also_at_the_second_try() {
        stub.on(RECEIVE, MESSAGE).on(NACK, json(500, "{}"), DONE);

        Peek peek = got(sequin().streams().peek("orders", 10));

        assertThat(peek.returned()).isTrue();
        assertThat(peek.batch().ackIds()).containsExactly(ACK_ID);
        assertThat(stub.received(NACK)).hasSize(2).allSatisfy(nack -> assertThat(nack.body())
                .contains(ACK_ID));
    }

    @Test
    void a_peek_says_when_it_could_not_hand_back() {
        stub.on(RECEIVE, MESSAGE).on(NACK, json(500, "{}"));

        Peek peek = got(sequin().streams().peek("orders", 10));

        assertThat(peek.returned()).isFalse();
        assertThat(stub.received(NACK)).hasSize(3);
    }

    @Test
    void a_peek_goes_on_handing_back_when_the_caller_leaves() {
        CountDownLatch gate = new CountDownLatch(1);
        stub.on(RECEIVE, MESSAGE).on(NACK, after(gate, json(500, "{}")), DONE);
        Cancellable caller = sequin().streams().peek("orders", 10).subscribe().with(peek -> {}, failure -> {});
        await().until(() -> stub.received(NACK).size() == 1);

        caller.cancel();
        gate.countDown();

        await().untilAsserted(() -> assertThat(stub.received(NACK)).hasSize(2));
    }

    @Test
    void more_receives_than_allowed_wait_or_are_refused_and_none_is_lost() {
        configure("receives", "1");
        CountDownLatch gate = new CountDownLatch(1);
        stub.on(RECEIVE, after(gate, MESSAGE));
        Sequin sequin = sequin();
        List<CompletableFuture<Batch>> taken = new ArrayList<>();
        taken.add(sequin.streams().receive("orders", 1, 5).subscribeAsCompletionStage());
        await().until(() -> stub.received(RECEIVE).size() == 1);
        taken.add(sequin.streams().receive("orders", 1, 5).subscribeAsCompletionStage());

        Problem problem = refused(sequin.streams().receive("orders", 1, 5));
        gate.countDown();

        assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(problem.message()).contains("Too many calls");
        assertThat(problem.rateLimit()).extracting(RateLimit::retryAfterSeconds).isEqualTo(1L);
        assertThat(taken).allSatisfy(batch -> assertThat(batch)
                .succeedsWithin(LONG)
                .extracting(Batch::ackIds)
                .isEqualTo(List.of(ACK_ID)));
        assertThat(stub.received(RECEIVE)).hasSize(2);
    }

    @Test
    void a_buffer_that_starts_is_waited_for() {
        stub.on(RECEIVE, NO_BUFFER, NO_BUFFER, MESSAGE);

        assertThat(got(sequin().streams().receive("orders", 10, 0)).ackIds()).containsExactly(ACK_ID);
    }

    @Test
    void a_buffer_that_does_not_run_is_explained() {
        stub.on(RECEIVE, NO_BUFFER);

        Problem problem = refused(sequin().streams().receive("orders", 10, 0));

        assertThat(stub.received(RECEIVE)).hasSize(3);
        assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(problem.message()).contains("not running the buffer of sink `orders`", "Nothing was handed out");
        assertThat(problem.rateLimit()).extracting(RateLimit::retryAfterSeconds).isEqualTo(5L);
        assertThat(problem.next())
                .containsExactly(NextStep.again(), NextStep.of("diagnose_sink", "sink_id_or_name", "orders"));
    }

    @Test
    void another_failure_of_sequin_is_not_asked_again() {
        stub.on(RECEIVE, json(500, "{\"summary\":\"transform failed\"}"));

        assertThat(refused(sequin().streams().receive("orders", 10, 0)).code()).isEqualTo(Code.UPSTREAM_ERROR);
        assertThat(stub.received(RECEIVE)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"paused, PAUSED", "disabled, DISABLED"})
    void a_sink_that_does_not_deliver_is_told(String status, EmptyReason reason) {
        sink(status, "\"insert\"");
        stub.on(RECEIVE, NOTHING);

        assertThat(got(sequin().streams().receive("orders", 10, 5)).empty()).isEqualTo(reason);
        assertThat(stub.received(RECEIVE)).hasSize(1);
    }

    @Test
    void a_sink_that_takes_nothing_is_told() {
        sink("active", "");
        stub.on(RECEIVE, NOTHING);

        assertThat(got(sequin().streams().receive("orders", 10, 5)).empty()).isEqualTo(EmptyReason.FILTERED);
    }

    @Test
    void an_answer_before_its_time_tells_that_all_is_leased() {
        stub.on(RECEIVE, NOTHING);

        Batch batch = got(sequin().streams().receive("orders", 10, 0));

        assertThat(batch.empty()).isEqualTo(EmptyReason.IN_FLIGHT);
        assertThat(stub.received(RECEIVE)).hasSize(2);
        assertThat(stub.received(RECEIVE).get(0).json().has("wait_for")).isFalse();
        assertThat(stub.received(RECEIVE).get(1).json().path("wait_for").intValue())
                .isEqualTo(500);
    }

    @Test
    void waiting_goes_on_while_something_is_in_flight() {
        stub.on(RECEIVE, NOTHING, NOTHING, NOTHING, MESSAGE);

        assertThat(got(sequin().streams().receive("orders", 10, 5)).ackIds()).containsExactly(ACK_ID);
    }

    @Test
    void an_answer_in_its_time_tells_that_there_is_nothing_and_what_the_sink_takes() {
        SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
        by(clock);
        sink("active", "\"insert\"");
        stub.on(RECEIVE, exchange -> {
            int wait = stub.last(RECEIVE).json().path("wait_for").asInt();
            clock.advance(Duration.ofMillis(wait));
            NOTHING.to(exchange);
        });

        Batch batch = got(sequin().streams().receive("orders", 10, 0));

        assertThat(batch.empty()).isEqualTo(EmptyReason.DRAINED);
        assertThat(batch.takes()).isEqualTo("insert, tables `public.orders`");
    }
}
