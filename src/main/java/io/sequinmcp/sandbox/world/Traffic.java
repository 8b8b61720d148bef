package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/** An application that writes to its database at a steady pace. */
public final class Traffic implements Serializable {
    /** What happens after a long sleep of the process, or a leap of a test's clock, is bounded. */
    private static final int MOST_AT_ONCE = 500;

    private final Duration pace;
    private final Writer writer;
    private Instant next;
    private int count;

    /** What the application does. */
    @FunctionalInterface
    public interface Writer extends Serializable {
        /** @param count how many writes there were before */
        void write(Instant now, int count);
    }

    public Traffic(Instant start, Duration pace, Writer writer) {
        this.pace = pace;
        this.writer = writer;
        this.next = start.plus(pace);
    }

    void advance(Instant now) {
        for (int i = 0; i < MOST_AT_ONCE && !next.isAfter(now); i++) {
            writer.write(next, count++);
            next = next.plus(pace);
        }
        if (!next.isAfter(now)) {
            next = now.plus(pace);
        }
    }
}
