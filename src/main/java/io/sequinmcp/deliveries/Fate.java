package io.sequinmcp.deliveries;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a message that was handed out, as far as this service had a part in it. */
public enum Fate {
    /** Neither acked nor nacked; Sequin may have taken it back when its lease ran out. */
    OPEN,
    ACKED,
    NACKED,
    /** Not settled when a later delivery got it. */
    REDELIVERED;

    /** As the ledger spells it; an open message has no outcome. */
    @Nullable
    String outcome() {
        return this == OPEN ? null : name().toLowerCase(Locale.ROOT);
    }

    static Fate of(@Nullable String outcome) {
        return outcome == null ? OPEN : valueOf(outcome.toUpperCase(Locale.ROOT));
    }
}
