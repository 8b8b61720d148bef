package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has to be known before a call is read once, and side by side. */
@QuarkusTest
class AskedOnceTest extends TrapTest {
    private static final String HOOK =
            "{'name': 'hooked', 'database': 'prod_db', 'filter': 'large-amounts', 'destination': {'type': 'webhook',"
                    + " 'http_endpoint': 'crm'}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "list_sinks|{}",
                "get_sink|{'sink_id_or_name': 'billing_event'}",
                "diagnose_sink|{'sink_id_or_name': 'billing_events'}",
                "create_sink|" + HOOK,
                "update_sink|{'sink_id_or_name': 'billing_events', 'name': 'renamed', 'filter': 'large-amounts'}",
                "update_sink|{'sink_id_or_name': 'billing_events', 'name': 'order_audit'}",
                "create_backfill|{'sink_id_or_name': 'snowflake_sink', 'table': 'public.orders'}",
                "create_backfill|{'sink_id_or_name': 'snowflake_sink'}",
                "get_backfill|{'sink_id_or_name': 'billing_events', 'id': '5e4640a1-6c26-42da-a252-160507e7f313'}",
                "update_database|{'database_id_or_name': 'prod_db', 'name': 'renamed'}",
                "test_database_connection|{'database_id_or_name': 'prod_db'}",
                "create_replication|{'database_id_or_name': 'prod_db', 'slot_name': 'spare_slot', 'publication_name': 'sequin_pub'}",
                "update_http_endpoint|{'http_endpoint_id_or_name': 'crm', 'headers': {'X': 'y'}}",
                "plan_delete|{'kind': 'database', 'id_or_name': 'prod_db'}",
                "plan_delete|{'kind': 'http_endpoint', 'id_or_name': 'crm'}",
                "receive_messages|{'consumer_id_or_name': 'billing_events'}",
                "export_config|{}",
            })
    void nothing_is_read_twice(String tool, String arguments) {
        agent.call(tool, arguments);

        assertThat(reads()).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void a_deletion_reads_once_more_what_its_plan_showed() {
        for (String[] target : new String[][] {
            {"sink", "order_audit"}, {"database", "analytics_db"}, {"replication", "spare"}, {"api_key", "ci"}
        }) {
            sequin.reset();
            sequin.delete("/api/sinks/page_view_cache");
            sequin.post("/api/api_keys", "{'name': 'ci', 'token': 'x'}");
            String name = target[0].equals("replication")
                    ? sequin.post(
                                    "/api/postgres_replications",
                                    "{'postgres_database_id': '"
                                            + sequin.get(PROD).text("/id")
                                            + "', 'slot_name': 'spare_slot', 'publication_name': 'sequin_pub'}")
                            .text("/id")
                    : target[1];
            Said plan = agent.does("plan_delete", "{'kind': '" + target[0] + "', 'id_or_name': '" + name + "'}");
            sequin.forget();

            agent.does(plan.text("/next/0/tool"), plan.at("/next/0/arguments").toString());

            assertThat(reads()).as(target[0]).isNotEmpty().doesNotHaveDuplicates();
            assertThat(sequin.written()).hasSize(1);
        }
    }

    @Test
    void reads_are_made_side_by_side() {
        sequin.holdReads(3);

        agent.does("create_sink", HOOK);

        assertThat(reads())
                .containsExactlyInAnyOrder(
                        "GET /api/postgres_databases/prod_db",
                        "GET /api/destinations/http_endpoints/crm",
                        "GET /api/config/export");
    }

    /** By name and by id is the same. */
    private List<String> reads() {
        return sequin.asked().stream()
                .filter(request -> request.startsWith("GET /api"))
                .map(request -> sequin.world().sinks().all().stream()
                        .filter(sink -> request.endsWith("/" + sink.id()))
                        .findFirst()
                        .map(sink -> request.replace(sink.id(), sink.name()))
                        .orElse(request))
                .toList();
    }
}
