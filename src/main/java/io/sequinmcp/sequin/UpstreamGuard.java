package io.sequinmcp.sequin;

import io.netty.util.NetUtil;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.sequinmcp.sequin.Problem.Code;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Looks the host of an account up again and again, so that a name can't be pointed elsewhere once it was let pass; the
 * answer counts for some seconds. A connection looks it up once more, and a name server may answer that one
 * differently: so it is also checked where a connection leads, before anything is sent over it.
 */
final class UpstreamGuard implements ResteasyReactiveClientRequestFilter {
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final String account;
    private final String host;
    private final Lookup lookup;
    private final Predicate<InetAddress> forbidden;
    private final Clock clock;
    private volatile Instant goodUntil = Instant.MIN;
    /** Where connections led lately. */
    private volatile @Nullable String goodAddress;

    /** What tells the addresses of a host; blocks. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** @param forbidden the addresses that nothing may be sent to */
    UpstreamGuard(String account, URI url, Lookup lookup, Predicate<InetAddress> forbidden, Clock clock) {
        this.account = account;
        this.host = UpstreamPolicy.host(url);
        this.lookup = lookup;
        this.forbidden = forbidden;
        this.clock = clock;
    }

    /** Watches over all that a client sends. */
    void watch(QuarkusRestClientBuilder client) {
        client.register(this).httpClientRequestCustomizer(this::checkConnection);
    }

    /** A request that has its connection, and has sent nothing yet. */
    private void checkConnection(HttpClientRequest request) {
        SocketAddress peer = request.connection().remoteAddress();
        String address = peer == null ? null : peer.hostAddress();
        if (address != null && address.equals(goodAddress)) {
            return;
        }
        byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || forbidden.test(address(bytes))) {
            request.reset(0, refusal());
            request.connection().close();
        } else {
            goodAddress = address;
        }
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("these bytes are an address", e);
        }
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
            if (Stream.of(lookup.addresses(host)).anyMatch(forbidden)) {
                goodUntil = Instant.MIN;
                throw refusal();
            }
            goodUntil = clock.instant().plus(KEPT);
        } catch (UnknownHostException e) {
            // The connection fails on it next, and that is told as for any other account
            goodUntil = Instant.MIN;
        }
        return goodUntil;
    }

    private SequinException refusal() {
        return Problem.of(
                        Code.FORBIDDEN,
                        "The account `%s` leads to a link-local, multicast, unspecified or cloud metadata address, so nothing was sent. Its operator has to correct its URL, or the DNS."
                                .formatted(account))
                .toException();
    }
}
