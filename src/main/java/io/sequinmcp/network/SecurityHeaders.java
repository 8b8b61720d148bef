package io.sequinmcp.network;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What every answer tells browsers, whoever gives it: nothing of this service is to be framed, guessed at or told to
 * others. What a page says of itself stays.
 */
@Singleton
class SecurityHeaders {
    /** Before anything that could answer. */
    private static final int FIRST = 2_000_000;

    // Set on every answer, some twice: written and hashed once
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("X-Frame-Options");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence RESOURCE_POLICY = HttpHeaders.createOptimized("Cross-Origin-Resource-Policy");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");

    private static final String YEAR = "max-age=31536000";
    /** Development has pages of Quarkus' own there, with scripts. */
    private static final String QUARKUS = "/q/";

    private static final String UNFRAMED = "frame-ancestors 'none'";
    private static final String NOTHING = "default-src 'none'; " + UNFRAMED;

    private final boolean https;

    SecurityHeaders(@ConfigProperty(name = "sequin-mcp.public-url") Optional<URI> publicUrl) {
        https = publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
    }

    void install(@Observes Filters filters) {
        filters.register(this::tell, FIRST);
    }

    private void tell(RoutingContext exchange) {
        // Rerouting takes headers away, and comes by here again
        MultiMap headers = exchange.response().headers();
        headers.set(CONTENT_TYPE_OPTIONS, "nosniff");
        headers.set(FRAME_OPTIONS, "DENY");
        headers.set(REFERRER_POLICY, "no-referrer");
        headers.set(RESOURCE_POLICY, "same-origin");
        headers.set(CONTENT_POLICY, exchange.normalizedPath().startsWith(QUARKUS) ? UNFRAMED : NOTHING);
        if (https) {
            headers.set("Strict-Transport-Security", YEAR);
        }
        exchange.next();
    }
}
