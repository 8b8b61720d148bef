package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.util.List;
import java.util.Map;

/** What to do next when Sequin refuses a sink for something that only it can know. */
final class SinkFailures {
    private SinkFailures() {}

    /** @param request what was sent */
    static SequinException explain(SequinException failure, Map<String, Object> request, String database) {
        String name = String.valueOf(request.getOrDefault("name", ""));
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
                            .at(fieldWith(request, body.words()), List.of())
                            .next(
                                    NextStep.of("refresh_database_tables", "database_id_or_name", database),
                                    NextStep.again()),
                    body);
        }
        if (body.complains("Failed to parse tables")) {
            return new SequinException(
                    problem.saying(problem.message() + " One of the group columns is not in its table.")
                            .at("tables", List.of()),
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

    /** The parameter that names the table Sequin speaks of, in single quotes. */
    private static String fieldWith(Map<String, Object> request, String words) {
        Fields source = new Fields(request).object("source");
        for (String list : List.of("include_tables", "exclude_tables")) {
            if (source != null && source.texts(list).stream().anyMatch(table -> words.contains("'" + table + "'"))) {
                return list;
            }
        }
        return "tables";
    }

    /** The name is held by another sink. */
    static Problem taken(String name) {
        return Problem.of(Code.CONFLICT, "There is a sink " + Named.quoted(name) + " already.")
                .at("name", List.of())
                .next(NextStep.of("get_sink", "sink_id_or_name", name));
    }
}
