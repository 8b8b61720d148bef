package io.sequinmcp.sequin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one receive handed out.
 *
 * @param messages leased for 30 s (unless the console says otherwise) from a little before {@code at}
 * @param at when Sequin's answer was here
 * @param empty why there are none; null when there are some
 * @param takes what the sink takes, in words, where there are none and it does not take everything
 */
public record Batch(
        Consumer consumer, List<Message> messages, Instant at, @Nullable EmptyReason empty, @Nullable String takes) {

    /** Why a receive came back with nothing. */
    public enum EmptyReason {
        /** The sink is paused: it keeps buffering, and delivers nothing. */
        PAUSED,
        /** The sink is disabled: it delivers nothing and misses changes meanwhile. */
        DISABLED,
        /** The sink takes no kind of change, so nothing will ever come. */
        FILTERED,
        /** Messages are leased by someone, or wait behind one that is; they come back at the latest 30 s after it. */
        IN_FLIGHT,
        /** There is nothing, and nothing arrived while we waited. */
        DRAINED,
        /** The service stops and waits for nobody any more; another replica, or the next start, goes on. */
        STOPPING
    }

    public Batch {
        messages = List.copyOf(messages);
    }

    public List<String> ackIds() {
        return messages.stream().map(Message::ackId).toList();
    }
}
