package io.sequinmcp.sequin;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to the door, which shows it to the agent. Its message is safe to show. */
public final class SequinException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient @Nullable ErrorBody body;
    private final transient Needs needs;

    public SequinException(Problem problem) {
        this(problem, null);
    }

    /** @param body what Sequin answered with, if it did */
    SequinException(Problem problem, @Nullable ErrorBody body) {
        this(problem, body, Needs.NOTHING);
    }

    /** @param needs which version of Sequin the request needs */
    SequinException(Problem problem, @Nullable ErrorBody body, Needs needs) {
        super(problem.message(), null, false, false);
        this.problem = problem;
        this.body = body;
        this.needs = needs;
    }

    public Problem problem() {
        return problem;
    }

    @Nullable
    ErrorBody body() {
        return body;
    }

    Needs needs() {
        return needs;
    }

    boolean is(Problem.Code code) {
        return problem.code() == code;
    }

    boolean hasStatus(int status) {
        return problem.status() != null && problem.status() == status;
    }
}
