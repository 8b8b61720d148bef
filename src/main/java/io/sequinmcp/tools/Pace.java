package io.sequinmcp.tools;

import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.ProgressNotification;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a call that takes its time keeps in touch with its caller: says how far it is, if the caller asked to be told,
 * and ends as soon as nobody wants the answer any more. What is said only ever grows, as the protocol demands; a total
 * is named only where one is known.
 */
final class Pace {
    /** The extension tells of a cancelled request only when asked. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(2);

    private final Progress progress;
    private final Cancellation cancellation;
    private final Caller caller;
    private double said = -1;
    private boolean over;

    Pace(Progress progress, Cancellation cancellation, Caller caller) {
        this.progress = progress;
        this.cancellation = cancellation;
        this.caller = caller;
    }

    BooleanSupplier isCancelled() {
        return () -> cancellation.check().isRequested();
    }

    /** Tells how far the work is, unless it has told as much already. */
    synchronized void say(double done, @Nullable Long total, String message) {
        if (over || done <= said || progress.token().isEmpty()) {
            return;
        }
        said = done;
        ProgressNotification.Builder notification =
                progress.notificationBuilder().setProgress(done).setMessage(message);
        if (total != null) {
            notification.setTotal(total);
        }
        notification.build().sendAndForget();
    }

    /**
     * The work, with a word every two seconds for as long as it takes.
     *
     * @param total seconds it takes at most, if that is known
     * @param message of the seconds it has taken so far
     */
    <T> Uni<T> tellingTime(Uni<T> work, @Nullable Long total, LongFunction<String> message) {
        if (progress.token().isEmpty()) {
            return work;
        }
        return Uni.createFrom().deferred(() -> {
            var ticks = Multi.createFrom()
                    .ticks()
                    .startingAfter(BETWEEN_WORDS)
                    .every(BETWEEN_WORDS)
                    .onOverflow()
                    .drop()
                    .subscribe()
                    .with(tick -> {
                        long seconds = (tick + 1) * BETWEEN_WORDS.toSeconds();
                        say(total == null ? seconds : Math.min(seconds, total), total, message.apply(seconds));
                    });
            return ending(work.onTermination().invoke(ticks::cancel));
        });
    }

    /** The work, of which nothing more is said once it is done. */
    <T> Uni<T> ending(Uni<T> work) {
        return work.onTermination().invoke(this::end);
    }

    /** The work, which is dropped as soon as the caller hangs up or cancels. Only for what changes nothing. */
    <T> Uni<T> whileWanted(Uni<T> work) {
        Uni<T> hungUp = Uni.createFrom()
                .emitter(emitter -> caller.ifUnanswered(() -> emitter.fail(new OperationCancellationException())));
        return Uni.combine().any().of(work, hungUp, cancelled(isCancelled()));
    }

    /** Fails once the caller has cancelled. */
    static <T> Uni<T> cancelled(BooleanSupplier isCancelled) {
        return Multi.createFrom()
                .ticks()
                .every(BETWEEN_LOOKS)
                .onOverflow()
                .drop()
                .filter(tick -> isCancelled.getAsBoolean())
                .toUni()
                .flatMap(tick -> Uni.createFrom().failure(new OperationCancellationException()));
    }

    private synchronized void end() {
        over = true;
    }
}
