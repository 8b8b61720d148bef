package io.sequinmcp.connectors;

/**
 * On what terms a connector may be used.
 *
 * @param callerToken whether its own token is not enough: a {@link CallerToken} has to come with every request
 */
public record Terms(boolean callerToken) {
    /** Its own token is enough. */
    public static final Terms PLAIN = new Terms(false);
}
