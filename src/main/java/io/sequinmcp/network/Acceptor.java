package io.sequinmcp.network;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gets every connection as it comes out of the server's socket: turns it away if there are too many, or has it watched.
 */
@ChannelHandler.Sharable
final class Acceptor extends ChannelInboundHandlerAdapter {
    private final int most;
    private final Duration patience;
    private final Counter refused;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param most connections at once
     * @param patience with the head of a request
     * @param refused counts those that were one too many
     */
    Acceptor(int most, Duration patience, Counter refused) {
        this.most = most;
        this.patience = patience;
        this.refused = refused;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            refused.increment();
            // It belongs to no thread yet that could close it in an orderly way
            connection.unsafe().closeForcibly();
            return;
        }
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        new HeadWatch(patience).watch(connection);
        context.fireChannelRead(connection);
    }
}
