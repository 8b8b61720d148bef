package io.sequinmcp.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a record is about. */
public enum Kind {
    /** A tool, prompt or resource was called. */
    CALL,
    /** Something was asked of the admin API. */
    ADMIN,
    /** Somebody was not let in. */
    DOOR,
    /** The audit itself: a start, a gap, what was removed with age. */
    AUDIT;

    /** As it is written and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written so. */
    public static Optional<Kind> named(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }
}
