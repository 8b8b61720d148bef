package io.sequinmcp.audit;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request an id of our own, which names it in the audit and the log, and which its answer carries as
 * {@code X-Request-Id}. One that a request brings is not taken over: a stranger could make two things look like one.
 */
@Singleton
public class RequestId {
    /** The header of an answer that carries it. */
    public static final String HEADER = "X-Request-Id";

    private static final String KEY = RequestId.class.getName();
    /** Before the door, and again behind it: rerouting takes headers of the answer away. */
    private static final int FIRST = 1_000_500;

    private static final long NODE_MASK = 0xFF_FFFFL;

    private final Clock clock;
    private final long node = new SecureRandom().nextLong() & NODE_MASK;
    private final AtomicLong count = new AtomicLong();

    public RequestId(Clock clock) {
        this.clock = clock;
    }

    void install(@Observes Filters filters) {
        filters.register(this::mark, FIRST);
    }

    private void mark(RoutingContext exchange) {
        String id = exchange.get(KEY);
        if (id == null) {
            id = next();
            exchange.put(KEY, id);
        }
        exchange.response().putHeader(HEADER, id);
        exchange.next();
    }

    /** A new one: the time, which node of several, and a count. Not to be kept secret. */
    public String next() {
        return "req_" + Long.toString(clock.millis(), Character.MAX_RADIX) + "-" + Long.toHexString(node) + "-"
                + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
    }

    /** That of a request, if it came through the front. */
    public static @Nullable String of(RoutingContext exchange) {
        return exchange.get(KEY);
    }
}
