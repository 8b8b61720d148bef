package io.sequinmcp.network;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses what asks for no path, which else everybody could fill the log with. */
@Singleton
class PathlessRequests {
    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(PathlessRequests::refuse);
    }

    private static void refuse(RoutingContext exchange) {
        String path = exchange.request().path();
        if (path != null && path.startsWith("/")) {
            exchange.next();
        } else if (!exchange.response().headWritten()) {
            exchange.response().setStatusCode(400).end();
        }
    }
}
