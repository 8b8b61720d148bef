package io.sequinmcp.sequin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * That no answer came from a server.
 *
 * @param reason in words, to go on after "was not reached;"
 * @param maybeSent whether the request may have got there all the same
 */
record Unreached(String reason, boolean maybeSent) {
    /** What one cause of a failure says of that; empty if it is of another kind. */
    static Optional<Unreached> by(Throwable cause) {
        return Optional.ofNullable(reason(cause)).map(it -> new Unreached(it, !isBeforeSending(cause)));
    }

    private static @Nullable String reason(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "its host name is unknown";
        }
        if (cause instanceof NoRouteToHostException) {
            return "there is no route to it";
        }
        if (cause instanceof io.netty.channel.ConnectTimeoutException) {
            return "it did not take the connection in time";
        }
        if (cause instanceof ConnectException) {
            return "it refused the connection";
        }
        if (cause instanceof TimeoutException) {
            return "it did not answer in time";
        }
        if (cause instanceof SSLException) {
            return "the TLS handshake failed";
        }
        if (cause instanceof ConnectionPoolTooBusyException) {
            return "too many calls wait for a connection";
        }
        if (isOfHttpCodec(cause)) {
            return "what answered there speaks no HTTP";
        }
        if (cause instanceof JsonProcessingException) {
            return null; // an IOException by descent only
        }
        if (cause instanceof HttpClosedException
                || cause instanceof StreamResetException
                || cause instanceof IOException) {
            return "the connection broke off";
        }
        return null;
    }

    /** Netty has no exception of its own for a first line that is none, so it is told by where it comes from. */
    private static boolean isOfHttpCodec(Throwable cause) {
        return cause instanceof DecoderException
                || (cause instanceof IllegalArgumentException
                        && Stream.of(cause.getStackTrace()).limit(5).anyMatch(frame -> frame.getClassName()
                                .startsWith("io.netty.handler.codec.http.")));
    }

    private static boolean isBeforeSending(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLException
                || cause instanceof ConnectionPoolTooBusyException;
    }
}
