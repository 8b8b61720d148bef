package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Messages that do not reach the agent go back at once, and only then, and once. */
class HandoverTest {
    private static final Consumer<Runnable> STAYS = action -> {};

    private final List<String> handedBack = Collections.synchronizedList(new ArrayList<>());
    private final Function<List<String>, Uni<?>> handBack =
            ackIds -> Uni.createFrom().voidItem().invoke(() -> handedBack.addAll(ackIds));
    private final Handover handover = new Handover();

    @Test
    void keepsWhatArrives() {
        Uni<String> work = Uni.createFrom().item(() -> {
            handover.hold(List.of("a"), handBack);
            return "answer";
        });

        String answer = handover.guard(work, STAYS, () -> false).await().indefinitely();

        assertThat(answer).isEqualTo("answer");
        assertThat(handedBack).isEmpty();
    }

    @Test
    void handsBackBeforeItTellsOfAFailure() {
        Uni<String> work = Uni.createFrom().item(() -> {
            handover.hold(List.of("a", "b"), handBack);
            throw new IllegalStateException("ledger");
        });

        assertThatThrownBy(
                        () -> handover.guard(work, STAYS, () -> false).await().indefinitely())
                .isInstanceOf(IllegalStateException.class);
        assertThat(handedBack).containsExactly("a", "b");
    }

    @Test
    void handsBackWhenTheAgentHangsUpWhileWeWork() {
        List<Runnable> hangUp = new ArrayList<>();
        Uni<String> work = Uni.createFrom().emitter(emitter -> handover.hold(List.of("a"), handBack));
        UniAssertSubscriber<String> agent =
                handover.guard(work, hangUp::add, () -> false).subscribe().withSubscriber(UniAssertSubscriber.create());

        hangUp.forEach(Runnable::run);

        agent.assertFailedWith(OperationCancellationException.class);
        assertThat(handedBack).containsExactly("a");
    }

    @Test
    void handsBackWhenTheAnswerCannotBeWritten() {
        List<Runnable> hangUp = new ArrayList<>();
        Uni<String> work = Uni.createFrom().item(() -> {
            handover.hold(List.of("a"), handBack);
            return "answer";
        });
        handover.guard(work, hangUp::add, () -> false).await().indefinitely();

        hangUp.forEach(Runnable::run);
        hangUp.forEach(Runnable::run);

        assertThat(handedBack).containsExactly("a");
    }

    @Test
    void handsBackWhatArrivesAfterTheAgentHungUp() {
        List<Runnable> hangUp = new ArrayList<>();
        Uni<String> work = Uni.createFrom().emitter(emitter -> {});
        handover.guard(work, hangUp::add, () -> false).subscribe().withSubscriber(UniAssertSubscriber.create());
        hangUp.forEach(Runnable::run);

        handover.hold(List.of("late"), handBack);

        assertThat(handedBack).containsExactly("late");
    }

    @Test
    void handsBackWhenTheAgentCancelsWhileWeWait() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Uni<String> work = Uni.createFrom().emitter(emitter -> handover.hold(List.of("a"), handBack));
        UniAssertSubscriber<String> agent =
                handover.guard(work, STAYS, cancelled::get).subscribe().withSubscriber(UniAssertSubscriber.create());

        cancelled.set(true);

        agent.awaitFailure().assertFailedWith(OperationCancellationException.class);
        await().untilAsserted(() -> assertThat(handedBack).containsExactly("a"));
    }

    @Test
    void handsBackWhenTheAgentCancelledJustBeforeTheAnswer() {
        List<UniEmitter<? super String>> answer = new ArrayList<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        Uni<String> work = Uni.createFrom().emitter(emitter -> {
            handover.hold(List.of("a"), handBack);
            answer.add(emitter);
        });
        UniAssertSubscriber<String> agent =
                handover.guard(work, STAYS, cancelled::get).subscribe().withSubscriber(UniAssertSubscriber.create());

        cancelled.set(true);
        answer.get(0).complete("too late");

        agent.awaitFailure().assertFailedWith(OperationCancellationException.class);
        assertThat(handedBack).containsExactly("a");
    }

    @Test
    void handsBackWhenTheCallIsGivenUpByUs() {
        Uni<String> work = Uni.createFrom().emitter(emitter -> handover.hold(List.of("a"), handBack));
        UniAssertSubscriber<String> door =
                handover.guard(work, STAYS, () -> false).subscribe().withSubscriber(UniAssertSubscriber.create());

        door.cancel();

        assertThat(handedBack).containsExactly("a");
    }

    @Test
    void tellsOfTheFirstFailureWhenHandingBackFailsToo() {
        Uni<String> work = Uni.createFrom().item(() -> {
            handover.hold(List.of("a"), ackIds -> Uni.createFrom().failure(new IllegalStateException("nack")));
            throw new IllegalStateException("ledger");
        });

        assertThatThrownBy(
                        () -> handover.guard(work, STAYS, () -> false).await().indefinitely())
                .hasMessage("ledger");
    }
}
