package io.sequinmcp.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The headers of whatever a browser may show, beside those of every answer. A page loads nothing but files of this
 * service, runs no script that is not one of them, makes no markup of text, and is shown in no frame.
 */
@Singleton
class PageHeaders {
    /** Before everything that may answer. */
    private static final int PRIORITY = 1_000_500;

    private static final List<String> NOT_PAGES = List.of("/api/", "/mcp", "/q/");
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    void install(@Observes Filters filters) {
        filters.register(this::put, PRIORITY);
    }

    private void put(RoutingContext exchange) {
        String path = exchange.normalizedPath();
        if (NOT_PAGES.stream().noneMatch(path::startsWith)) {
            MultiMap headers = exchange.response().headers();
            headers.set("Content-Security-Policy", POLICY);
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
            headers.set("X-Robots-Tag", "noindex, nofollow");
            // Asked for anew each time, so that a page never runs with the modules of an older version
            headers.set("Cache-Control", "no-cache");
        }
        exchange.next();
    }
}
