package io.sequinmcp.sequin;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext.ContextState;
import io.quarkus.arc.ManagedContext;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Sends requests out of the request scope. Within one, the HTTP client would look for headers of an incoming REST
 * request to pass on. A call over MCP has none, and what the client is told then, an exception with some two hundred
 * frames, costs more than all our own work on an answer.
 */
final class Detached {
    /** One that is over; what runs within it runs within none. To deactivate a scope is not enough on an event loop. */
    private static final ContextState ENDED = ended(Arc.container().requestContext());

    private Detached() {}

    private static ContextState ended(ManagedContext scope) {
        ContextState state = scope.initializeState();
        scope.destroy(state);
        return state;
    }

    static <T> Uni<T> fromScope(Supplier<Uni<T>> request) {
        return Uni.createFrom().deferred(() -> {
            ManagedContext scope = Arc.container().requestContext();
            ContextState state = scope.getStateIfActive();
            if (state == null) {
                return request.get();
            }
            scope.activate(ENDED);
            try {
                CompletableFuture<T> sent = request.get().subscribeAsCompletionStage();
                // Whatever comes of it, at once or later, finds the scope again
                return Uni.createFrom().completionStage(sent);
            } finally {
                scope.activate(state);
            }
        });
    }
}
