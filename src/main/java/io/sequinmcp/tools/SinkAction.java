package io.sequinmcp.tools;

/** What can happen to a row. */
public enum SinkAction implements Choice {
    INSERT,
    UPDATE,
    DELETE
}
