package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.util.List;

/** What to do next when Sequin refuses a sink for something that only it can know. */
final class SinkFailures {
    private SinkFailures() {}

    /** @param name that the sink was to have; empty when it was not to change */
    static SequinException explain(SequinException failure, String name, String database) {
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
                            .next(
                                    NextStep.of("refresh_database_tables", "database_id_or_name", database),
                                    NextStep.again()),
                    body);
        }
        if (failure.is(Code.CONFLICT) && "name".equals(problem.field()) && !name.isEmpty()) {
            return new SequinException(
                    taken(name).answered(problem.status() == null ? 422 : problem.status(), problem.fieldErrors()),
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

    /** The name is held by another sink. */
    static Problem taken(String name) {
        return Problem.of(Code.CONFLICT, "There is a sink " + Named.quoted(name) + " already.")
                .at("name", List.of())
                .next(NextStep.of("get_sink", "sink_id_or_name", name));
    }
}
