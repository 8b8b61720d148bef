package io.sequinmcp.connectors;

/**
 * On what terms a connector may be used.
 *
 * @param callerToken whether its own token is not enough: a {@link CallerToken} has to come with every request
 * @param limits how much it may do
 * @param confirm what it needs before it may delete
 */
public record Terms(boolean callerToken, Limits limits, Confirm confirm) {
    /** Its own token is enough, nothing is limited, and a deletion takes a plan. */
    public static final Terms PLAIN = new Terms(false, Limits.NONE, Confirm.PLAN);
}
