package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;

/** What to do next when Sequin refuses a sink for something that only it can know. */
final class SinkFailures {
    private SinkFailures() {}

    static SequinException explain(SequinException failure, String database) {
        ErrorBody body = failure.body();
        if (body == null) {
            return failure;
        }
        Problem problem = failure.problem();
        if (body.complains("not found in database")) {
            // Sequin knows the tables of its last look only (recording 511)
            return new SequinException(
                    problem.saying(problem.message()
                                    + " If the table is new, Sequin has to read the tables anew first.")
                            .next(NextStep.of("refresh_database_tables", "database_id_or_name", database)),
                    body);
        }
        if (failure.is(Code.UPSTREAM_ERROR) && body.byFramework()) {
            return new SequinException(
                    problem.saying(problem.message()
                            + " Sequin fails like this on values it doesn't expect; compare the destination with what its"
                            + " type takes."),
                    body);
        }
        return failure;
    }
}
