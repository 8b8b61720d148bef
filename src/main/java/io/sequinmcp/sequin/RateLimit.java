package io.sequinmcp.sequin;

import org.jspecify.annotations.Nullable;

/**
 * What an answer said about how often one may call. Every part is null when it was not said or malformed.
 *
 * @param retryAfterSeconds seconds to wait, never negative
 * @param limit calls granted per window
 * @param remaining calls left in this window
 * @param windowSeconds length of the window
 * @param source the header the numbers came from
 */
public record RateLimit(
        @Nullable Long retryAfterSeconds,
        @Nullable Long limit,
        @Nullable Long remaining,
        @Nullable Long windowSeconds,
        @Nullable String source) {}
