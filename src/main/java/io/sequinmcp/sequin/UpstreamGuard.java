package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/**
 * Looks the host of an account up again and again, so that a name can't be pointed elsewhere once it was let pass. The
 * answer counts for some seconds: less than the connection that is made next trusts the same look-up.
 */
final class UpstreamGuard implements ResteasyReactiveClientRequestFilter {
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final String account;
    private final String host;
    private final Lookup lookup;
    private final Clock clock;
    private volatile Instant goodUntil = Instant.MIN;

    /** What tells the addresses of a host; blocks. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    UpstreamGuard(String account, URI url, Lookup lookup, Clock clock) {
        this.account = account;
        this.host = UpstreamPolicy.host(url);
        this.lookup = lookup;
        this.clock = clock;
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        if (clock.instant().isBefore(goodUntil)) {
            return;
        }
        request.suspend();
        Uni.createFrom()
                .item(this::check)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(good -> request.resume(), request::resume);
    }

    /** @throws SequinException if the host has an address that no account may have */
    Instant check() {
        try {
            if (Stream.of(lookup.addresses(host)).anyMatch(UpstreamPolicy::isForbidden)) {
                goodUntil = Instant.MIN;
                throw Problem.of(
                                Code.FORBIDDEN,
                                "The account `%s` leads to a link-local, multicast, unspecified or cloud metadata address, so nothing was sent. Its operator has to correct its URL, or the DNS."
                                        .formatted(account))
                        .toException();
            }
            goodUntil = clock.instant().plus(KEPT);
        } catch (UnknownHostException e) {
            // The connection fails on it next, and that is told as for any other account
            goodUntil = Instant.MIN;
        }
        return goodUntil;
    }
}
