package io.sequinmcp.sequin;

import java.util.Locale;

/** The kinds of thing an account holds. */
public enum ResourceKind {
    SINK("sink"),
    DATABASE("database"),
    HTTP_ENDPOINT("HTTP endpoint"),
    BACKFILL("backfill"),
    REPLICATION("replication"),
    API_KEY("API key"),
    /** Keeps changes of one table in another; Sequin's code calls it a WAL pipeline. Read and written as YAML only. */
    CHANGE_RETENTION("change retention"),
    /** A transform, filter, routing or enrichment. Read and written as YAML only. */
    FUNCTION("function");

    private final String words;

    ResourceKind(String words) {
        this.words = words;
    }

    /** How a sentence calls it, such as {@code HTTP endpoint}. */
    public String words() {
        return words;
    }

    /** How a parameter calls it, such as {@code http_endpoint}. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
