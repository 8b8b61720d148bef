package io.sequinmcp.network;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;

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
        MultiMap headers = request.headers();
        boolean hasBody = headers.contains(HttpHeaders.TRANSFER_ENCODING)
                || !Objects.requireNonNullElse(headers.get(HttpHeaders.CONTENT_LENGTH), "0")
                        .equals("0");
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
