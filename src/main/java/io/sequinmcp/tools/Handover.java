package io.sequinmcp.tools;

import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The way of a batch from Sequin to the agent. Messages are leased as soon as Sequin answers, so from then on until the
 * agent has the answer, whoever gives up hands them back: else nobody would see them until the lease is over.
 */
final class Handover {
    private static final Logger LOG = Logger.getLogger(Handover.class);

    private Function<List<String>, Uni<?>> returning =
            ackIds -> Uni.createFrom().voidItem();
    private List<String> held = List.of();
    private boolean over;

    /**
     * From now on these messages, and no others, are to be handed back when something goes wrong; at once, if that has
     * happened already.
     *
     * @param returning how they are handed back
     */
    void hold(List<String> ackIds, Function<List<String>, Uni<?>> returning) {
        boolean tooLate;
        synchronized (this) {
            this.returning = returning;
            this.held = ackIds;
            tooLate = over;
        }
        if (tooLate) {
            giveUp();
        }
    }

    /** Whether nobody waits for the messages any more. */
    synchronized boolean isOver() {
        return over;
    }

    /**
     * The work, unless the agent hangs up or cancels it. Then, and when the work fails, what is held goes back; in case
     * of a failure, before that is told.
     *
     * @param onHangUp where to ask to be told of it
     * @param isCancelled whether the agent has said that it no longer wants the answer
     */
    <T> Uni<T> guard(Uni<T> work, Consumer<Runnable> onHangUp, BooleanSupplier isCancelled) {
        return Uni.createFrom().deferred(() -> {
            Uni<T> hungUp = Uni.createFrom().emitter(emitter -> onHangUp.accept(() -> hangUp(emitter)));
            Uni<T> wanted = work.invoke(() -> {
                if (isOver() || isCancelled.getAsBoolean()) {
                    throw new OperationCancellationException();
                }
            });
            return Uni.combine()
                    .any()
                    .of(wanted, hungUp, Pace.<T>cancelled(isCancelled))
                    .onFailure()
                    .call(this::handBack)
                    .onCancellation()
                    .invoke(this::giveUp);
        });
    }

    private void hangUp(UniEmitter<?> emitter) {
        giveUp();
        emitter.fail(new OperationCancellationException());
    }

    private void giveUp() {
        handBack().subscribe().with(done -> {});
    }

    /** Once; never fails. */
    private Uni<?> handBack() {
        List<String> ackIds;
        Function<List<String>, Uni<?>> how;
        synchronized (this) {
            over = true;
            ackIds = held;
            held = List.of();
            how = returning;
        }
        if (ackIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return how.apply(ackIds)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "%d messages could not be handed back, they return when their lease is over: %s",
                        ackIds.size(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
