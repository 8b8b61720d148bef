package io.sequinmcp.sequin;

/** The states a backfill can be put into. Cancelling is final; the other two go back and forth. */
public enum BackfillState {
    ACTIVE("active"),
    PAUSED("paused"),
    CANCELLED("cancelled");

    private final String word;

    BackfillState(String word) {
        this.word = word;
    }

    /** As Sequin spells it: two l. */
    public String word() {
        return word;
    }
}
