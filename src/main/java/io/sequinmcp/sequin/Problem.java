package io.sequinmcp.sequin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a call did not do what was asked, in one shape for everything that can go wrong, whether a rule of ours refused
 * it or Sequin did.
 *
 * @param code what kind of problem it is
 * @param message one sentence: what failed and why; free of secrets
 * @param field the argument at fault, by its public name, if it is one
 * @param allowed what the argument may be, if that can be listed
 * @param fieldErrors Sequin's own complaints by public field name (internal names such as {@code sink} are translated)
 * @param status the HTTP status Sequin answered with, or null when Sequin was not asked or did not answer
 * @param rateLimit what the answer said about its rate limit, if anything
 * @param next calls that lead on, in the order to make them
 * @param corrected what the arguments of the same call should be for it to work, by their path (such as
 *     {@code destination.type}); a null leaves that argument out. Never a secret
 */
public record Problem(
        Code code,
        String message,
        @Nullable String field,
        List<String> allowed,
        Map<String, Object> fieldErrors,
        @Nullable Integer status,
        @Nullable RateLimit rateLimit,
        List<NextStep> next,
        Map<String, Object> corrected) {

    /** The kinds of problem, as an agent sees them in lower case. */
    public enum Code {
        /** An argument is missing, unknown, of the wrong type or out of range. */
        INVALID_ARGUMENT,
        /** Nothing of that name or id is within reach. */
        NOT_FOUND,
        /** The state of things forbids it: something depends on it, is running already, or has changed since. */
        CONFLICT,
        /** This connector may not do it. */
        FORBIDDEN,
        /** Sequin refused the API token of the account. */
        UNAUTHORIZED,
        /** Sequin, or a proxy in front of it, asks to slow down. */
        RATE_LIMITED,
        /** Sequin was not reached, did not answer in time, or its breaker is open. */
        UNAVAILABLE,
        /** Sequin failed: a 5xx of its own. */
        UPSTREAM_ERROR,
        /** A plan or delivery is unknown, used, expired or does not match any more. */
        STALE,
        /** This service failed; nothing of the cause is shown. */
        INTERNAL
    }

    public Problem {
        allowed = List.copyOf(allowed);
        fieldErrors = Map.copyOf(fieldErrors);
        next = List.copyOf(next);
        corrected = Fields.frozen(corrected);
    }

    /** One without a correction. */
    public Problem(
            Code code,
            String message,
            @Nullable String field,
            List<String> allowed,
            Map<String, Object> fieldErrors,
            @Nullable Integer status,
            @Nullable RateLimit rateLimit,
            List<NextStep> next) {
        this(code, message, field, allowed, fieldErrors, status, rateLimit, next, Map.of());
    }

    public static Problem of(Code code, String message) {
        return new Problem(code, message, null, List.of(), Map.of(), null, null, List.of());
    }

    public static Problem invalid(String field, String message, List<String> allowed) {
        return new Problem(Code.INVALID_ARGUMENT, message, field, allowed, Map.of(), null, null, List.of());
    }

    /** The same problem with these calls offered as the way on. */
    public Problem next(NextStep... steps) {
        return new Problem(code, message, field, allowed, fieldErrors, status, rateLimit, List.of(steps), corrected);
    }

    /** The same problem with the argument at fault and what it may be. */
    public Problem at(@Nullable String field, List<String> allowed) {
        return new Problem(code, message, field, allowed, fieldErrors, status, rateLimit, next, corrected);
    }

    /** The same problem with the HTTP status Sequin answered with, and what it said field by field. */
    Problem answered(int status, Map<String, Object> fieldErrors) {
        return new Problem(code, message, field, allowed, fieldErrors, status, rateLimit, next, corrected);
    }

    /** The same problem with what is known of when to try again. */
    public Problem limited(@Nullable RateLimit rateLimit) {
        return new Problem(code, message, field, allowed, fieldErrors, status, rateLimit, next, corrected);
    }

    /** The same problem in other words. */
    Problem saying(String message) {
        return new Problem(code, message, field, allowed, fieldErrors, status, rateLimit, next, corrected);
    }

    /**
     * The same problem with what an argument should have been, so that the call can be made anew.
     *
     * @param path the argument, or a field within it after dots
     * @param value null to leave it out
     */
    public Problem correcting(String path, @Nullable Object value) {
        Map<String, Object> more = new LinkedHashMap<>(corrected);
        more.put(path, value);
        return new Problem(code, message, field, allowed, fieldErrors, status, rateLimit, next, more);
    }

    /** The same problem with a correction that speaks of another argument. */
    Problem renamed(String path, String other) {
        if (!corrected.containsKey(path)) {
            return this;
        }
        Map<String, Object> moved = new LinkedHashMap<>(corrected);
        moved.put(other, moved.remove(path));
        return new Problem(code, message, field, allowed, fieldErrors, status, rateLimit, next, moved);
    }

    public SequinException toException() {
        return new SequinException(this);
    }
}
