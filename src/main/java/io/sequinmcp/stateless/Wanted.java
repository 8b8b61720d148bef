package io.sequinmcp.stateless;

import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Whether the answer of one request is still wanted, and the work that ends when it no longer is. */
final class Wanted {
    private final List<Work> works = new ArrayList<>();
    private boolean hungUp;
    private boolean answered;

    private record Work(UniEmitter<?> emitter, boolean harmless, Context context) {
        void stop() {
            context.runOnContext(nothing -> emitter.fail(new OperationCancellationException()));
        }
    }

    /**
     * The work, as long as it is wanted; then it is cancelled, and fails as cancelled.
     *
     * @param harmless whether it may be broken off anywhere. What changes something is carried through when the client
     *     hangs up, so that nothing stays half done; that it asks its client something is the end of any work
     */
    <T> Uni<T> during(Uni<T> work, boolean harmless) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            if (context == null) {
                return work;
            }
            Uni<T> end = Uni.createFrom().emitter(emitter -> add(new Work(emitter, harmless, context)));
            return Uni.combine().any().of(work, end);
        });
    }

    private synchronized void add(Work work) {
        if (answered || hungUp && work.harmless()) {
            work.stop();
        } else {
            works.add(work);
        }
    }

    /** The client is gone. */
    synchronized void hungUp() {
        hungUp = true;
        works.stream().filter(Work::harmless).forEach(Work::stop);
    }

    /** The client has its answer already, and what is still done would not reach it. */
    synchronized void answered() {
        answered = true;
        works.forEach(Work::stop);
    }
}
