package io.sequinmcp.sequin;

import org.jspecify.annotations.Nullable;

/** An answer that is no success, on its way from the HTTP client to {@link Failures}. */
final class Answer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ErrorBody body;
    private final transient @Nullable RateLimit rateLimit;
    private final transient @Nullable String location;
    private final transient Needs needs;

    Answer(int status, ErrorBody body, @Nullable RateLimit rateLimit, @Nullable String location, Needs needs) {
        super("HTTP " + status, null, false, false);
        this.status = status;
        this.body = body;
        this.rateLimit = rateLimit;
        this.location = location;
        this.needs = needs;
    }

    int status() {
        return status;
    }

    ErrorBody body() {
        return body;
    }

    @Nullable
    RateLimit rateLimit() {
        return rateLimit;
    }

    /** Where a redirect points to. */
    @Nullable
    String location() {
        return location;
    }

    /** Which version of Sequin the request needs. */
    Needs needs() {
        return needs;
    }
}
