package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much of a thing an answer shows. */
public enum ResponseFormat {
    /** What is needed to decide on the next step; the default. */
    @JsonProperty("concise")
    CONCISE,
    /** Everything Sequin tells, secrets masked. */
    @JsonProperty("detailed")
    DETAILED;

    boolean detailed() {
        return this == DETAILED;
    }
}
