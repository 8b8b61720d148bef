package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lists and things unlike those that a Sequin sends: shown as far as they can be, or told of, never a fault of ours.
 */
@QuarkusTest
class OddListsTest extends TrapTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "list_sinks|{}|/api/sinks",
                "list_databases|{}|/api/postgres_databases",
                "list_http_endpoints|{}|/api/destinations/http_endpoints",
                "list_backfills|{'sink_id_or_name': 'billing_events'}|/api/sinks/billing_events/backfills",
                "list_api_keys|{}|/api/api_keys",
                "list_replications|{}|/api/postgres_replications",
                "get_sink|{'sink_id_or_name': 'odd', 'response_format': 'detailed'}|/api/sinks/odd",
                "diagnose_sink|{'sink_id_or_name': 'odd'}|/api/sinks/odd",
                "get_database|{'database_id_or_name': 'odd', 'response_format': 'detailed'}|/api/postgres_databases/odd",
                "get_http_endpoint|{'http_endpoint_id_or_name': 'odd'}|/api/destinations/http_endpoints/odd",
                "get_health|{}|/health",
                "export_config|{}|/api/config/export"
            })
    void are_no_fault_of_this_service(String tool, String arguments, String path) {
        String route = "GET "
                + (path.contains("backfills")
                        ? "/api/sinks/"
                                + sequin.get("/api/sinks/billing_events").text("/id") + "/backfills"
                        : path);
        for (String body : List.of(
                "{\"data\":[null]}",
                "{\"data\":[{},null,{}]}",
                "{\"data\":[7]}",
                "{\"data\":{}}",
                "{\"data\":null}",
                "{}",
                "null",
                "",
                "[]",
                "7",
                "{\"id\":1,\"name\":null,\"status\":null,\"tables\":null,\"health\":null,\"replication_slots\":[null],"
                        + "\"destination\":null,\"source\":7,\"actions\":[null]}",
                "{\"id\":\"a\",\"name\":\"odd\",\"status\":\"\",\"tables\":[null,{}],\"health\":{\"checks\":[null]},"
                        + "\"replication_slots\":[null],\"headers\":null,\"encrypted_headers\":\"\",\"destination\":{\"type\":null},\"source\":{\"include_tables\":[null,7]},"
                        + "\"actions\":[null,{}],\"ok\":null,\"yaml\":\"\"}")) {
            sequin.answer(route, 200, "application/json", body);

            Said said = agent.call(tool, arguments);

            assertThat(said.content().toString())
                    .as("%s of %s", tool, body)
                    .doesNotContain("\"internal\"", "fault of this service", "this service failed");
        }
    }

    @Test
    void what_is_nothing_in_a_list_leaves_the_rest() {
        sequin.answer(
                "GET /api/sinks", 200, "application/json", "{\"data\":[null,{\"id\":\"a\",\"name\":\"odd\"},null]}");

        assertThat(agent.does("list_sinks", "{}").list("/sinks"))
                .singleElement()
                .asString()
                .contains("odd");
    }
}
