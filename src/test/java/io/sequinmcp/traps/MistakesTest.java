package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Mistakes that agents make. Each is followed by a script that knows nothing but how to make the calls under
 * {@code next}, in their order; it has to get where the agent wanted to.
 */
@QuarkusTest
class MistakesTest extends TrapTest {
    private static final int DEEPEST = 4;
    private static final int MOST_CALLS = 12;

    private final List<String> calls = new ArrayList<>();

    /** Makes a call and whatever that leads to, until the goal is reached. */
    private boolean follow(String tool, String arguments, BooleanSupplier goal, int depth) {
        if (calls.size() >= MOST_CALLS) {
            return false;
        }
        calls.add(tool + " " + arguments);
        Said said = agent.call(tool, arguments);
        if (goal.getAsBoolean()) {
            return true;
        }
        if (depth < DEEPEST) {
            for (JsonNode next : said.at("/next")) {
                if (follow(next.path("tool").asText(), next.path("arguments").toString(), goal, depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void reaches(String tool, String arguments, BooleanSupplier goal) {
        assertThat(goal.getAsBoolean()).as("not there yet").isFalse();
        assertThat(follow(tool, arguments, goal, 0)).as(calls.toString()).isTrue();
    }

    private void handBackWhatOthersReceived() {
        for (JsonNode delivery : agent.does("list_deliveries", "{'consumer_id_or_name': 'billing_events'}")
                .at("/deliveries")) {
            agent.does(
                    "nack_messages",
                    "{'consumer_id_or_name': 'billing_events', 'delivery_id': '"
                            + delivery.path("delivery_id").asText() + "'}");
        }
    }

    private boolean exists(String path) {
        return sequin.get(path).status() == 200;
    }

    @Test
    void a_wrong_spelling() {
        reaches(
                "update_sink",
                "{'sink_id_or_name': 'billing_events', 'status': 'pause'}",
                () -> sequin.get(SINK_PATH + "/billing_events").text("/status").equals("paused"));
    }

    @Test
    void a_missing_table() {
        reaches("create_backfill", "{'sink_id_or_name': 'snowflake_sink'}", () -> !sequin.get(
                        SINK_PATH + "/snowflake_sink/backfills")
                .at("/data")
                .isEmpty());
    }

    @Test
    void lost_ack_ids() {
        handBackWhatOthersReceived();
        agent.does("receive_messages", "{'consumer_id_or_name': 'billing_events', 'batch_size': 2}");
        reaches(
                "ack_messages",
                "{'consumer_id_or_name': 'billing_events', 'ack_ids': ['5e4640a1-6c26-42da-a252-160507e7f313']}",
                () -> agent.does("list_deliveries", "{'consumer_id_or_name': 'billing_events'}")
                        .at("/deliveries")
                        .isEmpty());
    }

    @Test
    void deleting_before_the_dependants() {
        reaches(
                "delete_database",
                "{'database_id_or_name': 'analytics_db', 'plan_id': 'none'}",
                () -> !exists("/api/postgres_databases/analytics_db"));
    }

    @Test
    void a_stale_plan() {
        String plan = agent.does("plan_delete", "{'kind': 'sink', 'id_or_name': 'order_audit'}")
                .text("/plan_id");
        sequin.patch(SINK_PATH + "/order_audit", "{'annotations': {'changed': true}}");
        reaches(
                "delete_sink",
                "{'sink_id_or_name': 'order_audit', 'plan_id': '" + plan + "'}",
                () -> !exists(SINK_PATH + "/order_audit"));
    }

    @Test
    void a_masked_secret() {
        String masked = sequin.get(PROD).text("/password");
        reaches(
                "update_database",
                "{'database_id_or_name': 'prod_db', 'password': '" + masked + "', 'ipv6': true}",
                () -> sequin.get(PROD).at("/ipv6").asBoolean());
        assertThat(sequin.get(PROD + "?show_sensitive=true").text("/password")).isEqualTo("postgres-demo-password");
    }

    @Test
    void an_unknown_type() {
        reaches(
                "create_sink",
                "{'name': 'hooked', 'database': 'prod_db', 'destination': {'type': 'webhooks', 'http_endpoint': 'crm'}}",
                () -> exists(SINK_PATH + "/hooked"));
    }

    @Test
    void a_name_with_a_space() {
        reaches(
                "create_sink",
                "{'name': 'my new sink', 'database': 'prod_db', 'destination': {'type': 'sequin_stream'}}",
                () -> exists(SINK_PATH + "/my_new_sink"));
    }

    @Test
    void the_wrong_sink_for_a_backfill() {
        String path = SINK_PATH + "/billing_events/backfills";
        String id = sequin.post(path, "{}").text("/id");
        reaches(
                "update_backfill",
                "{'sink_id_or_name': 'order_audit', 'id': '" + id + "', 'state': 'paused'}",
                () -> sequin.get(path + "/" + id).text("/state").equals("paused"));
    }

    @Test
    void the_id_of_a_database_for_its_name() {
        reaches(
                "create_sink",
                "{'name': 'by_id', 'database': '" + sequin.get(PROD).text("/id")
                        + "', 'destination': {'type': 'sequin_stream'}}",
                () -> exists(SINK_PATH + "/by_id"));
    }

    @Test
    void a_table_that_is_new() {
        Postgres.addTable(sequin, "coupons");
        reaches(
                "create_sink",
                "{'name': 'coupons', 'database': 'prod_db', 'include_tables': ['coupons'],"
                        + " 'destination': {'type': 'sequin_stream'}}",
                () -> exists(SINK_PATH + "/coupons"));
    }

    @Test
    void a_misspelt_argument_and_a_number_out_of_range() {
        reaches(
                "update_sink",
                "{'sink': 'billing_events', 'batchsize': 2000}",
                () -> sequin.get(SINK_PATH + "/billing_events")
                                .at("/batch_size")
                                .asInt()
                        == 1000);
    }
}
