package io.sequinmcp.gateway;

/**
 * The order of what a request passes before routing; higher comes first. Quarkus has CORS at 300, authentication at
 * 200.
 */
final class FilterPriorities {
    /** Finds what an access token opens, where there are any. */
    static final int OAUTH = 1_000_400;

    /** Finds the connector, or the reason to refuse. */
    static final int KNOCK = 1_000_300;

    /** Reads the body, at most as much as the one who sent it may send. */
    static final int BODY = 1_000_200;

    /** Refuses a call that an access token is not good for. */
    static final int STEP_UP = 1_000_150;

    /** Answers what is to be refused, and lets the rest in. */
    static final int ADMIT = 1_000_100;

    private FilterPriorities() {}
}
