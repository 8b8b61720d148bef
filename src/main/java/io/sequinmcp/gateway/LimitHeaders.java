package io.sequinmcp.gateway;

import io.sequinmcp.connectors.Limits;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.RateLimit;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Tells the limits of a connector in the headers of an answer: {@code RateLimit-Policy} and {@code RateLimit} as the
 * IETF's draft has them, and on a refusal status 429 with {@code Retry-After}. The body says the same to the agent.
 */
final class LimitHeaders {
    private static final int TOO_MANY_REQUESTS = 429;

    private final RoutingContext exchange;
    private final Limits limits;

    LimitHeaders(RoutingContext exchange, Limits limits) {
        this.exchange = exchange;
        this.limits = limits;
    }

    void granted(CallLimiter.Permit permit) {
        if (permit.remaining() != null) {
            put(permit.remaining(), permit.resetSeconds());
        }
    }

    void refused(Problem problem) {
        HttpServerResponse response = exchange.response();
        RateLimit limit = problem.rateLimit();
        if (problem.code() != Code.RATE_LIMITED || limit == null || response.headWritten()) {
            return;
        }
        put(0, limit.retryAfterSeconds() == null ? 1 : limit.retryAfterSeconds());
        response.putHeader("Retry-After", String.valueOf(limit.retryAfterSeconds()));
        // What answers the call knows of no other status than success
        exchange.addHeadersEndHandler(end -> response.setStatusCode(TOO_MANY_REQUESTS));
    }

    private void put(int remaining, long resetSeconds) {
        HttpServerResponse response = exchange.response();
        if (limits.callsPerMinute() != null && !response.headWritten()) {
            response.putHeader("RateLimit-Policy", "\"calls\";q=%d;w=60".formatted(limits.callsPerMinute()));
            response.putHeader("RateLimit", "\"calls\";r=%d;t=%d".formatted(remaining, resetSeconds));
        }
    }
}
