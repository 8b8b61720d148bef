package io.sequinmcp.tools;

/** What a tool does, which is what the {@code methods} of a scope select; classed by effect, not by HTTP verb. */
public enum Effect {
    GET,
    LIST,
    CREATE,
    UPDATE,
    DELETE,
    /** Acts without being one of the others: leasing, acknowledging, refreshing. Never part of {@code read}. */
    CUSTOM
}
