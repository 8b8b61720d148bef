package io.sequinmcp.sandbox.wire;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What a handler gives back: an answer now, or one that is still waited for. */
public sealed interface Reply permits Answer, Reply.Wait {
    /**
     * An answer that comes when {@code ready} has one, and at the latest at {@code deadline}.
     *
     * @param ready asked again and again; empty while there is nothing to say
     * @param otherwise the answer when the time is over
     */
    record Wait(Instant deadline, Supplier<Optional<Answer>> ready, Supplier<Answer> otherwise) implements Reply {}
}
