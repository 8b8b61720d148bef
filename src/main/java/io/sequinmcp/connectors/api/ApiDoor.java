package io.sequinmcp.connectors.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sequinmcp.audit.AuditLog;
import io.sequinmcp.audit.Entry;
import io.sequinmcp.audit.Outcome;
import io.sequinmcp.audit.Refusals;
import io.sequinmcp.audit.RequestId;
import io.sequinmcp.network.ClientAddresses;
import io.sequinmcp.sequin.SecretText;
import io.smallrye.common.vertx.ContextLocals;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every request to {@code /api/} passes: nothing behind it is reached without a good token. */
@Singleton
class ApiDoor {
    private static final String ROOT = "/api/";
    /** Asks what a connector would have; as harmless as reading, whatever comes of it. */
    private static final String PREVIEW = ROOT + "v1/connectors/preview";
    /** Where the metrics of Quarkus look for the path to tell. */
    private static final String PATH_OF_METRICS = "UrlPathTemplate";

    private static final String ADDRESS = ApiDoor.class.getName();
    /** Before the authentication of Quarkus, which reads what is found out here. */
    private static final int PRIORITY = 420;

    /** What one record holds until it is written. */
    private static final int BYTES = 600;

    private final SignIn signIn;
    private final ClientAddresses addresses;
    private final Refusals refusals;
    private final AuditLog log;
    private final Clock clock;
    private final Counter wrong;
    private final Counter slowedDown;

    ApiDoor(
            SignIn signIn,
            ClientAddresses addresses,
            Refusals refusals,
            AuditLog log,
            Clock clock,
            MeterRegistry registry) {
        this.signIn = signIn;
        this.addresses = addresses;
        this.refusals = refusals;
        this.log = log;
        this.clock = clock;
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
        exchange.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        HttpServerRequest request = exchange.request();
        String address = addresses.of(request);
        exchange.put(ADDRESS, address);
        Duration pause = signIn.pause(address);
        if (!pause.isZero()) {
            slowedDown.increment();
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(pause.toSeconds() + 1));
            refused(exchange, "too_many_wrong_tokens");
            refuse(exchange, 429, "Too many wrong tokens came from this address; try again later.");
            return;
        }
        String token = bearer(request);
        Optional<Principal> principal = token == null ? Optional.empty() : signIn.principal(token, address);
        if (principal.isEmpty()) {
            wrong.increment();
            refused(exchange, token == null ? "no_token" : "unknown_token");
            exchange.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(
                    exchange,
                    401,
                    "The admin token (SEQUIN_MCP_ADMIN_TOKEN) or a caller token is needed, as Authorization: Bearer ….");
            return;
        }
        principal.get().enter(exchange);
        exchange.addEndHandler(end -> takeDown(exchange));
        exchange.next();
    }

    private void refused(RoutingContext exchange, String code) {
        refusals.refused(
                new Refusals.Refusal("api", code, null, RequestId.of(exchange), AdminAct.actor(exchange, null)));
    }

    /** What was refused before it got to its operation, which would have taken it down itself. */
    private void takeDown(RoutingContext exchange) {
        int status = exchange.response().getStatusCode();
        boolean reads = exchange.request().method().equals(HttpMethod.GET)
                || exchange.normalizedPath().equals(PREVIEW);
        if (!AdminAct.isClaimed(exchange) && (status == 403 || (status >= 400 && !reads))) {
            AdminAct act = new AdminAct(
                    clock.instant(),
                    RequestId.of(exchange),
                    AdminAct.actor(exchange, null),
                    exchange.request().method() + " " + SecretText.scrubbed(exchange.normalizedPath()),
                    Optional.empty(),
                    null,
                    null,
                    null);
            Entry.Result result =
                    new Entry.Result(Outcome.REFUSED, status == 403 ? "role" : "http_" + status, null, null, null);
            log.add(() -> act.entry(result), BYTES);
        }
    }

    /** Where a request to the admin API comes from. */
    static String addressOf(RoutingContext exchange) {
        return exchange.get(ADDRESS);
    }

    private static void refuse(RoutingContext exchange, int status, String detail) {
        // A metric of requests would have the path otherwise, and whatever a stranger put there
        ContextLocals.put(PATH_OF_METRICS, ROOT);
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
