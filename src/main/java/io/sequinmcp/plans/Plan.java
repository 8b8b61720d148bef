package io.sequinmcp.plans;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A preview that may be acted on once.
 *
 * @param state what the preview was made from; compare it with what is now before acting
 * @param payload as the draft had it
 */
public record Plan(String id, Target target, State state, @Nullable String payload, Instant expiresAt) {}
