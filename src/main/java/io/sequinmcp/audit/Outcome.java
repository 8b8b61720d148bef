package io.sequinmcp.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What came of something. */
public enum Outcome {
    /** It is about to be done; its outcome is another record. */
    BEGUN,
    OK,
    /** A rule of ours kept it from being done. */
    REFUSED,
    /** It was tried, and failed. */
    FAILED,
    /** The caller took it back while it ran. */
    CANCELLED,
    /** It was done or not, as the code says, but the caller was gone before the answer. */
    UNANSWERED,
    /** The process ended before it knew. Whatever it was may have been done. */
    UNKNOWN;

    /** As it is written and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written so. */
    public static Optional<Outcome> named(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }
}
