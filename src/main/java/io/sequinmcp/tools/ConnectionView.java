package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.ConnectionTest;
import io.sequinmcp.sequin.NextStep;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a connection test found.
 *
 * @param reason what is wrong, in Sequin's words
 */
@Answer
public record ConnectionView(
        String database,
        String hostname,
        int port,
        boolean ok,
        @Nullable String reason,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

    static ConnectionView of(ConnectionTest test, Caller caller) {
        return new ConnectionView(
                test.database().name(),
                test.database().hostname(),
                test.database().port(),
                test.ok(),
                test.reason(),
                caller.offered(next(test).toArray(NextStep[]::new)));
    }

    /**
     * What hangs on it; or else how it is set, in all detail where it is not known what is at fault, and what would
     * change the setting that is.
     */
    private static Stream<NextStep> next(ConnectionTest test) {
        String database = test.database().name();
        if (test.ok()) {
            return Stream.of(NextStep.of("list_sinks", "database", database));
        }
        NextStep look = test.atFault().isEmpty()
                ? new NextStep("get_database", Map.of("database_id_or_name", database, "response_format", "detailed"))
                : NextStep.of("get_database", "database_id_or_name", database);
        return Stream.concat(Stream.of(look), test.atFault().stream().map(setting -> NextStep.of(
                        "update_database", "database_id_or_name", database)
                .asking(setting)));
    }
}
