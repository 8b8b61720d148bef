package io.sequinmcp.plans;

import org.jspecify.annotations.Nullable;

/**
 * What a preview showed and a plan shall allow.
 *
 * @param connector the only one that may use the plan
 * @param account the account it is about
 * @param state what the preview was made from
 * @param payload what is to be done, if target and state don't say it; kept encrypted, for a YAML may hold passwords
 */
public record Draft(String connector, String account, Target target, State state, @Nullable String payload) {}
