package io.sequinmcp.tools;

/** Texts and bounds that several tools share, so that a parameter reads the same wherever it stands. */
final class Parameters {
    static final String SINK = "Sink name or id";
    static final String DATABASE = "Database name or id";
    static final String HTTP_ENDPOINT = "HTTP endpoint name or id";
    static final String CONSUMER = "Pull consumer name or id";
    static final String BACKFILL_ID = "Backfill id";
    static final String CURSOR = "next_cursor of the page before";
    static final String WAIT = "Seconds to wait for it to end";

    /** Longer waits would outlive what some clients grant a call. */
    static final int MAX_WAIT = 25;

    private Parameters() {}
}
