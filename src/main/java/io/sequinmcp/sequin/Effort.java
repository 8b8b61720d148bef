package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;

/** What a request does at Sequin, and so whether it may be sent again and what its failure tells of Sequin. */
enum Effort {
    /** Changes nothing. */
    READ,
    /** Does the same however often it is sent: ack, nack, refresh, test. */
    REPEATABLE,
    /** Leases messages: sent again only when it is certain that nothing was leased. */
    RECEIVE,
    /** Creates, changes or deletes: never sent again. */
    WRITE,
    /** Plans or applies a configuration: never sent again, and may take longer than anything else. */
    CONFIGURE;

    /** Sequin's words for "the process that buffers this sink's messages isn't running yet" (recording 563). */
    static final String NO_BUFFER = ":noproc";

    boolean mayRepeat(SequinException failure) {
        return switch (this) {
            case READ, REPEATABLE -> failure.is(Code.UNAVAILABLE) || failure.hasStatus(500);
            case RECEIVE ->
                failure.hasStatus(500)
                        && failure.body() != null
                        && failure.body().complains(NO_BUFFER);
            case WRITE, CONFIGURE -> false;
        };
    }

    /** Whether it may be sent again after the pause that a 429 asked for. */
    boolean mayRepeatWhenLimited() {
        return this == READ || this == REPEATABLE;
    }

    /** Whether something may be different where no answer tells. */
    boolean mayHaveChanged() {
        return switch (this) {
            case WRITE, CONFIGURE -> true;
            case READ, REPEATABLE, RECEIVE -> false;
        };
    }

    /**
     * Whether a failure means that Sequin is sick. Many mistakes in a request make Sequin answer 500 (sections 1.3,
     * 6.4), so a 500 counts only where the request could hardly be at fault.
     */
    boolean isSick(SequinException failure) {
        return failure.is(Code.UNAVAILABLE) || (this == READ && failure.hasStatus(500));
    }
}
