package io.sequinmcp.gateway;

/** The tokens of the connectors that {@code META-INF/microprofile-config.properties} of the tests declares. */
public final class TestConnectors {
    /** Every default tool. */
    public static final String ALL = token("all");

    /** Every tool there is, on the sandbox. */
    public static final String EVERYTHING = token("everything");

    /** What a scope that says nothing gets: reading. */
    public static final String READER = token("reader");

    /** The probe tools, and nothing else. */
    public static final String PROBE = token("probe");

    /** Those probe tools that read; declared by its hash. */
    public static final String PROBE_READER = token("probereader");

    /** Every default tool, on {@code billing_*}, {@code prod_*} and {@code crm} only. */
    public static final String PINNED = token("pinned");

    /** Reading databases. */
    public static final String DATABASES = token("databases");

    /** Reading, but for the lists of sinks and of databases. */
    public static final String LISTLESS = token("listless");

    public static final String EXPIRED = token("expired");

    /** Has the form of a token, but nobody has it. */
    public static final String UNKNOWN = token("unknown");

    private TestConnectors() {}

    private static String token(String name) {
        String text = "smcp_" + name;
        return text + "0".repeat(48 - text.length());
    }
}
