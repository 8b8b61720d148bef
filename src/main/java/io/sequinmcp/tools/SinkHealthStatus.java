package io.sequinmcp.tools;

/** How a sink does, as Sequin sums up its checks. */
public enum SinkHealthStatus implements Choice {
    HEALTHY,
    WARNING,
    ERROR,
    WAITING,
    INITIALIZING,
    PAUSED
}
