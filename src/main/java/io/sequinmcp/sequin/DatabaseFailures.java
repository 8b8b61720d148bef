package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.util.Locale;

/** What Sequin's answers to a new database mean; some of them say little (section 3.2). */
final class DatabaseFailures {
    private DatabaseFailures() {}

    static SequinException explain(SequinException failure, DatabaseSettings settings) {
        ErrorBody body = failure.body();
        if (body == null) {
            return failure;
        }
        if (failure.hasStatus(500) && body.byFramework()) {
            String cause = Boolean.TRUE.equals(settings.ssl())
                    ? " Most often the server speaks no TLS while ssl is true."
                    : " Most often the server is not a Postgres that it can log in to.";
            return failing(failure, failure.problem().code(), cause, "ssl");
        }
        if (failure.is(Code.NOT_FOUND)) {
            String words = body.words().toLowerCase(Locale.ROOT);
            if (words.contains("publication")) {
                return failing(
                        failure,
                        Code.INVALID_ARGUMENT,
                        " The publication must exist in that database before: create publication … for all tables;",
                        "publication_name");
            }
            if (words.contains("slot")) {
                return failing(
                        failure,
                        Code.INVALID_ARGUMENT,
                        " The replication slot must exist in that database before, made after the publication: select"
                                + " pg_create_logical_replication_slot('…', 'pgoutput');",
                        "slot_name");
            }
        }
        return failure.is(Code.INVALID_ARGUMENT) && failure.problem().field() == null
                ? failing(failure, Code.INVALID_ARGUMENT, "", atFault(body, settings))
                : failure;
    }

    /** Which part of the connection Sequin did not get past. */
    private static String atFault(ErrorBody body, DatabaseSettings settings) {
        if (settings.url() != null) {
            return "url";
        }
        String detail = body.detail();
        if (detail == null) {
            // It got as far as Postgres, which tells the reason in words of its own
            return body.complains("invalid_catalog_name")
                    ? "database"
                    : body.complains("Failed to connect") ? "password" : "hostname";
        }
        return switch (detail) {
            case "econnrefused", "timeout" -> "port";
            default -> "hostname";
        };
    }

    private static SequinException failing(SequinException failure, Code code, String hint, String field) {
        Problem problem = failure.problem();
        return new SequinException(
                new Problem(
                        code,
                        problem.message() + hint,
                        field,
                        problem.allowed(),
                        problem.fieldErrors(),
                        problem.status(),
                        problem.rateLimit(),
                        problem.next()),
                failure.body());
    }
}
