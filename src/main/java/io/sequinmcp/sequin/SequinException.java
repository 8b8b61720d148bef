package io.sequinmcp.sequin;

/** Carries a {@link Problem} to the door, which shows it to the agent. Its message is safe to show. */
public final class SequinException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public SequinException(Problem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
