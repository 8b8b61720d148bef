package io.sequinmcp.sequin;

/** Pages of metrics for tests elsewhere. */
public final class MetricsPages {
    private MetricsPages() {}

    public static MetricsPage of(String text) {
        return MetricsPage.of(text);
    }
}
