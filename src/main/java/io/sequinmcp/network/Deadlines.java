package io.sequinmcp.network;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Hangs up on those who send a body a byte at a time: who has not sent all of it within some seconds is gone. Those who
 * send nothing at all meet Quarkus' idle timeout.
 */
@Singleton
class Deadlines {
    private static final String STARTED = Deadlines.class.getName();
    private static final int PRIORITY = 1_999_999;

    private final Vertx vertx;
    private final Duration patience;

    Deadlines(Vertx vertx, NetworkConfig config) {
        this.vertx = vertx;
        this.patience = config.bodyTimeout();
    }

    void install(@Observes Filters filters) {
        filters.register(this::watch, PRIORITY);
    }

    private void watch(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        boolean hasBody = request.headers().contains("Transfer-Encoding")
                || !"0"
                        .equals(
                                request.headers().get("Content-Length") == null
                                        ? "0"
                                        : request.headers().get("Content-Length"));
        if (hasBody && !request.isEnded() && exchange.get(STARTED) == null) {
            exchange.put(STARTED, true);
            long timer = vertx.setTimer(patience.toMillis(), late -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
            exchange.addEndHandler(end -> vertx.cancelTimer(timer));
        }
        exchange.next();
    }
}
