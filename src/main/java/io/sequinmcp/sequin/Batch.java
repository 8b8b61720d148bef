package io.sequinmcp.sequin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one receive handed out.
 *
 * @param messages leased for 30 s (unless the console says otherwise) from when Sequin answered
 * @param empty why there are none; null when there are some
 */
public record Batch(Consumer consumer, List<Message> messages, @Nullable EmptyReason empty) {

    /** Why a receive came back with nothing. */
    public enum EmptyReason {
        /** The sink is paused: it keeps buffering, and delivers nothing. */
        PAUSED,
        /** The sink is disabled: it delivers nothing and misses changes meanwhile. */
        DISABLED,
        /** Messages are leased by someone, or wait behind one that is; they come back at the latest 30 s after it. */
        IN_FLIGHT,
        /** Nothing arrived while we waited. */
        DRAINED,
        /** Nothing was there, and without waiting it can't be told whether some are leased. */
        NOTHING_AVAILABLE
    }

    public Batch {
        messages = List.copyOf(messages);
    }

    public List<String> ackIds() {
        return messages.stream().map(Message::ackId).toList();
    }
}
