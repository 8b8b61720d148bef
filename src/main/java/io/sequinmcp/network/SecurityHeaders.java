package io.sequinmcp.network;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
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
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Content-Security-Policy", exchange.normalizedPath().startsWith(QUARKUS) ? UNFRAMED : NOTHING);
        if (https) {
            headers.set("Strict-Transport-Security", YEAR);
        }
        exchange.next();
    }
}
