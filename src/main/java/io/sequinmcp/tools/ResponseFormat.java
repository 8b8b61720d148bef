package io.sequinmcp.tools;

/** How much of a thing an answer shows. */
public enum ResponseFormat implements Choice {
    /** What is needed to decide on the next step; the default. */
    CONCISE,
    /** Everything Sequin tells, secrets masked. */
    DETAILED;

    public boolean detailed() {
        return this == DETAILED;
    }
}
