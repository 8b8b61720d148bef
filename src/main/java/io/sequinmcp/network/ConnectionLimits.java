package io.sequinmcp.network;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Iterator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Hangs up on those who send the head of a request a byte at a time, and counts their connections with all others.
 * Neither Vert.x nor Quarkus has a time limit for a head; the idle timeout begins anew with each byte; and their own
 * maximum counts a connection only from its first whole head on. So connections are watched below both, from the
 * server's socket on.
 */
@Singleton
class ConnectionLimits {
    /** Before whatever could answer. */
    private static final int FIRST = 2_000_001;

    private final Vertx vertx;
    private final HttpServer server;
    private final Acceptor acceptor;

    ConnectionLimits(
            Vertx vertx,
            HttpServer server,
            NetworkConfig config,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.http.limits.max-connections") int most) {
        this.vertx = vertx;
        this.server = server;
        this.acceptor = new Acceptor(
                most,
                config.headTimeout(),
                Counter.builder("sequin.mcp.connections.refused")
                        .description("Connections that were one too many")
                        .register(registry));
    }

    void listening(@ObservesAsync HttpServerStart start) {
        watch(server.getPort());
    }

    void listeningSecurely(@ObservesAsync HttpsServerStart start) {
        watch(server.getSecurePort());
    }

    void install(@Observes Filters filters) {
        filters.register(ConnectionLimits::arrived, FIRST);
    }

    private static void arrived(RoutingContext exchange) {
        HeadWatch watch = exchange.request().connection() instanceof ConnectionBase connection
                ? HeadWatch.of(connection.channel())
                : null;
        if (watch != null) {
            watch.arrived(exchange.request().version() == HttpVersion.HTTP_2);
            exchange.addEndHandler(end -> watch.answered());
        }
        exchange.next();
    }

    /**
     * Finds the socket that listens on that port, among all of this process. Development goes without: it keeps its
     * server and what watches it while all classes are loaded anew.
     */
    private void watch(int port) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            return;
        }
        for (EventExecutor executor : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            SingleThreadEventLoop loop = (SingleThreadEventLoop) executor;
            loop.execute(() -> {
                for (Iterator<Channel> channels = loop.registeredChannelsIterator(); channels.hasNext(); ) {
                    Channel channel = channels.next();
                    if (channel instanceof ServerChannel
                            && channel.localAddress() instanceof InetSocketAddress address
                            && address.getPort() == port) {
                        channel.pipeline().addFirst(acceptor);
                    }
                }
            });
        }
    }
}
