package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Holds what an operation brings until somebody takes it. A cancelled operation goes on in the background, for Sequin
 * leases messages whether or not anyone still listens (section 8.3); what it then brings is left over.
 */
final class Custody {
    private enum Holder {
        NOBODY_YET,
        CALLER,
        LEFT_OVER
    }

    private Custody() {}

    static <T> Uni<T> of(Uni<T> operation, Consumer<T> leftOver) {
        return Uni.createFrom().emitter(caller -> {
            AtomicReference<Holder> holder = new AtomicReference<>(Holder.NOBODY_YET);
            caller.onTermination(() -> holder.compareAndSet(Holder.NOBODY_YET, Holder.LEFT_OVER));
            operation
                    .subscribe()
                    .with(
                            item -> {
                                if (holder.compareAndSet(Holder.NOBODY_YET, Holder.CALLER)) {
                                    caller.complete(item);
                                } else {
                                    leftOver.accept(item);
                                }
                            },
                            caller::fail);
        });
    }
}
