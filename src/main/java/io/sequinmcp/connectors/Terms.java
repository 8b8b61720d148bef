package io.sequinmcp.connectors;

/**
 * On what terms a connector may be used.
 *
 * @param callerToken whether its own token is not enough: a {@link CallerToken} has to come with every request
 * @param limits how much it may do
 */
public record Terms(boolean callerToken, Limits limits) {
    /** Its own token is enough, and nothing is limited. */
    public static final Terms PLAIN = new Terms(false, Limits.NONE);
}
