package io.sequinmcp.tools;

/** What an operator wants of a sink. */
public enum SinkStatus implements Choice {
    ACTIVE,
    /** Buffers and delivers nothing. */
    PAUSED,
    /** Misses what changes meanwhile. */
    DISABLED
}
