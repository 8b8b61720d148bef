package io.sequinmcp.connectors.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sequinmcp.network.ClientAddresses;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every request to {@code /api/} passes: nothing behind it is reached without a good token. */
@Singleton
class ApiDoor {
    private static final String ROOT = "/api/";
    /** Before the authentication of Quarkus, which reads what is found out here. */
    private static final int PRIORITY = 420;

    private final SignIn signIn;
    private final ClientAddresses addresses;
    private final Counter wrong;
    private final Counter slowedDown;

    ApiDoor(SignIn signIn, ClientAddresses addresses, MeterRegistry registry) {
        this.signIn = signIn;
        this.addresses = addresses;
        wrong = refused("token", registry);
        slowedDown = refused("slowed_down", registry);
    }

    private static Counter refused(String reason, MeterRegistry registry) {
        return Counter.builder("sequin.mcp.admin.refused")
                .description("Requests to the admin API without a good token")
                .tag("reason", reason)
                .register(registry);
    }

    void install(@Observes Filters filters) {
        filters.register(this::knock, PRIORITY);
    }

    private void knock(RoutingContext exchange) {
        if (!exchange.normalizedPath().startsWith(ROOT)) {
            exchange.next();
            return;
        }
        exchange.response()
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Content-Type-Options", "nosniff");
        HttpServerRequest request = exchange.request();
        String address = addresses.of(request);
        Duration pause = signIn.pause(address);
        if (!pause.isZero()) {
            slowedDown.increment();
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(pause.toSeconds() + 1));
            refuse(exchange, 429, "Too many wrong tokens came from this address; try again later.");
            return;
        }
        String token = bearer(request);
        Optional<Principal> principal = token == null ? Optional.empty() : signIn.principal(token, address);
        if (principal.isEmpty()) {
            wrong.increment();
            exchange.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(
                    exchange,
                    401,
                    "The admin token (SEQUIN_MCP_ADMIN_TOKEN) or a caller token is needed, as Authorization: Bearer ….");
            return;
        }
        principal.get().enter(exchange);
        exchange.next();
    }

    private static void refuse(RoutingContext exchange, int status, String detail) {
        ApiProblem problem = ApiProblem.of(status, detail);
        exchange.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, ApiProblem.MEDIA_TYPE)
                .end(problem.toJson());
    }

    private static @Nullable String bearer(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }
}
