package io.sequinmcp.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes what pages of this service send for what it is: no call from another origin. The {@code Origin} that browsers
 * put into it is taken away, so that neither the door nor CORS refuses it; every other one stays, and is theirs to
 * judge.
 *
 * <p>An origin is our own if it is that of the public URL, or the one that the request itself was sent to. The latter
 * counts only where its host is an address or {@code localhost}: any other name could be one that a stranger makes
 * point here, after a browser has loaded their page from it (DNS rebinding).
 */
@Singleton
class OwnOrigin {
    /** Before the door. */
    private static final int PRIORITY = 1_000_400;

    private static final Pattern NEVER_REBOUND =
            Pattern.compile("localhost|\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[[0-9a-f:.]+]");

    private final Optional<String> publicOrigin;

    OwnOrigin(ConsoleConfig config) {
        this.publicOrigin = config.publicUrl().flatMap(OwnOrigin::of);
    }

    void install(@Observes Filters filters) {
        filters.register(this::recognize, PRIORITY);
    }

    private void recognize(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && isOwn(origin, String.valueOf(request.scheme()), request.authority())) {
            request.headers().remove(HttpHeaders.ORIGIN);
        }
        exchange.next();
    }

    /** @param to what the request was sent to, if it says so */
    boolean isOwn(String origin, String scheme, @Nullable HostAndPort to) {
        return publicOrigin.filter(origin::equals).isPresent()
                || (to != null
                        && NEVER_REBOUND.matcher(to.host()).matches()
                        && origin.equals(origin(scheme, to.host(), to.port())));
    }

    private static Optional<String> of(URI url) {
        return url.getScheme() == null || url.getHost() == null
                ? Optional.empty()
                : Optional.of(origin(
                        url.getScheme().toLowerCase(Locale.ROOT),
                        url.getHost().toLowerCase(Locale.ROOT),
                        url.getPort()));
    }

    /** As browsers write it: without a port where that is the scheme's own. */
    private static String origin(String scheme, String host, int port) {
        boolean usual = port <= 0 || ("http".equals(scheme) && port == 80) || ("https".equals(scheme) && port == 443);
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }
}
