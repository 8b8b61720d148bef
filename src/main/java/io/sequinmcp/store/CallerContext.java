package io.sequinmcp.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Vert.x context of whoever asks for something: what a worker finds out for them arrives there. */
public final class CallerContext {
    private CallerContext() {}

    /**
     * Does the work for each who subscribes, and arrives on their context, if they have one.
     *
     * @param work begun on their thread, ends on any
     */
    public static <T extends @Nullable Object> Uni<T> back(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Uni<T> done = work.get();
            Context caller = Vertx.currentContext();
            return caller == null ? done : done.emitOn(command -> caller.runOnContext(ignored -> command.run()));
        });
    }
}
