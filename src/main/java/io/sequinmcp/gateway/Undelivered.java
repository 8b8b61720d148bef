package io.sequinmcp.gateway;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done if a call's answer is there and can't be brought into its form. Each call has a Vert.x context of
 * its own, which carries this; of a call that has none nothing is known.
 */
final class Undelivered {
    private static final String KEY = Undelivered.class.getName();

    private final List<Runnable> actions = new ArrayList<>(1);

    /** That of the call that begins now. */
    static Undelivered begin() {
        Undelivered begun = new Undelivered();
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(KEY, begun);
        }
        return begun;
    }

    /** Adds to that of the current call. */
    static void then(Runnable action) {
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.<Undelivered>get(KEY).ifPresent(it -> it.add(action));
        }
    }

    private synchronized void add(Runnable action) {
        actions.add(action);
    }

    synchronized void run() {
        actions.forEach(Runnable::run);
        actions.clear();
    }
}
