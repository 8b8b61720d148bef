package io.sequinmcp.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection: bytes that come while no request is under way are those of a request's head, and all of that
 * has to be there within some seconds. So has the first one, counted from the connection's beginning.
 */
final class HeadWatch extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<HeadWatch> KEY = AttributeKey.valueOf(HeadWatch.class.getName());

    private final long patienceMillis;
    private @Nullable ScheduledFuture<?> deadline;
    private long heads;
    private final AtomicInteger underWay = new AtomicInteger();
    private boolean multiplexed;

    HeadWatch(Duration patience) {
        this.patienceMillis = patience.toMillis();
    }

    /** That of a connection; null where none was set, as of a server that is not watched. */
    static @Nullable HeadWatch of(Channel connection) {
        return connection.attr(KEY).get();
    }

    /** Before the connection has seen anything. */
    void watch(Channel connection) {
        connection.attr(KEY).set(this);
        connection.pipeline().addFirst(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        await(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        long before = heads;
        context.fireChannelRead(bytes);
        if (heads == before && underWay.get() == 0 && !multiplexed && deadline == null) {
            await(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forget();
        context.fireChannelInactive();
    }

    /**
     * The head of a request is there; on the thread of the connection.
     *
     * @param several whether others may come in its midst, as with HTTP/2, which has bytes of its own between requests
     */
    void arrived(boolean several) {
        heads++;
        underWay.incrementAndGet();
        multiplexed = several;
        forget();
    }

    /** Its answer is out; from any thread. */
    void answered() {
        underWay.decrementAndGet();
    }

    private void await(ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> hangUp(context), patienceMillis, TimeUnit.MILLISECONDS);
    }

    private void hangUp(ChannelHandlerContext context) {
        deadline = null;
        context.close();
    }

    private void forget() {
        ScheduledFuture<?> running = deadline;
        if (running != null) {
            running.cancel(false);
            deadline = null;
        }
    }
}
