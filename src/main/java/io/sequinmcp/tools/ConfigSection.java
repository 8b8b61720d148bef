package io.sequinmcp.tools;

/** The parts of a configuration. */
public enum ConfigSection implements Choice {
    DATABASES,
    CHANGE_RETENTIONS,
    HTTP_ENDPOINTS,
    FUNCTIONS,
    SINKS
}
