package io.sequinmcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.SettableClock;
import io.sequinmcp.sandbox.TestSandbox.Answered;
import io.sequinmcp.sandbox.demo.DemoWorld;
import io.sequinmcp.sandbox.world.World;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The world a first run meets, and what can be done in it. */
class DemoWorldTest {
    private final TestSandbox sandbox = TestSandbox.demo();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void fivePendingInvoicesCanBeReadAndGivenBack() {
        List<String> first = receive("invoice_processor", 5);

        sandbox.post(
                "/api/sequin_streams/invoice_processor/nack", "{'ack_ids': ['" + String.join("','", first) + "']}");

        assertThat(first).hasSize(5);
        assertThat(receive("invoice_processor", 5)).isEqualTo(first);
    }

    @Test
    void tenBillingEventsOfThreeActionsCanBeReadAndAcked() {
        Answered batch = sandbox.post("/api/sequin_streams/billing_events/receive", "{'batch_size': 10}");
        List<String> ids = ids(batch);

        sandbox.post("/api/sequin_streams/billing_events/ack", "{'ack_ids': ['" + String.join("','", ids) + "']}");
        sandbox.advance(60);

        assertThat(batch.data().stream()
                        .map(message -> message.at("/data/action").asText()))
                .hasSize(10)
                .contains("insert", "update", "delete");
        assertThat(receive("billing_events", 10)).hasSize(4).doesNotContainAnyElementsOf(ids);
    }

    @Test
    void theWholeSchemaSinkCanBeBackfilledTableByTable() {
        String all = "/api/sinks/snowflake_sink/backfills";
        String id = sandbox.post(all, "{'table': 'transactions'}").text("/id");

        sandbox.advance(31);
        Answered running = sandbox.get(all + "/" + id);

        assertThat(sandbox.post(all, "{}").text("/summary")).isEqualTo("Table reference is required");
        assertThat(running.number("/rows_initial_count")).isGreaterThanOrEqualTo(1200);
        assertThat(running.number("/rows_processed_count")).isBetween(100, 1100);
    }

    @Test
    void theWebhookSinkFailsUntilItsEndpointIsRepaired() {
        Answered failing = sandbox.get("/api/sinks/stripe_webhooks_sink");
        sandbox.patch(
                "/api/destinations/http_endpoints/stripe-relay",
                "{'url': 'https://stripe-relay.example.com/webhooks'}");
        Answered repaired = sandbox.get("/api/sinks/stripe_webhooks_sink");

        assertThat(failing.text("/health/status")).isEqualTo("error");
        assertThat(failing.text("/health/checks/4/error")).contains("POST to webhook endpoint failed");
        assertThat(failing.number("/batch_size")).isEqualTo(50);
        assertThat(repaired.text("/health/status")).isEqualTo("healthy");
    }

    @Test
    void tablesCanBeRefreshed() {
        assertThat(sandbox.post("/api/postgres_databases/prod_db/refresh_tables", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aStalledConsumerLooksHealthyAndHoldsItsMessages() {
        assertThat(receive("order_audit", 100)).hasSize(5);
        sandbox.advance(30);

        assertThat(receive("order_audit", 3)).hasSize(3);
        assertThat(sandbox.get("/api/sinks/order_audit").text("/health/status")).isEqualTo("healthy");
    }

    @Test
    void rowsKeepChanging() {
        receive("order_audit", 1000);

        sandbox.advance(600);

        assertThat(receive("order_audit", 1000)).hasSizeGreaterThan(20);
    }

    @Test
    void metricsTellTheSickFromTheSound() {
        String id = sandbox.get("/api/sinks/stripe_webhooks_sink").text("/id");

        String metrics = sandbox.send("GET", "/metrics", List.of(), "").body();

        assertThat(metrics)
                .contains("sequin_entity_health{entity_type=\"sink\",entity_id=\"" + id + "\",status=\"error\"} 1");
    }

    @Test
    void leversMoveTimeAndTakeRedisAway() {
        receive("billing_events", 1);

        sandbox.send("POST", "/_sandbox/leap?seconds=31", List.of(), "");
        List<String> again = receive("billing_events", 1);
        sandbox.send("POST", "/_sandbox/redis?up=false", List.of(), "");

        assertThat(again).hasSize(1);
        assertThat(sandbox.get("/health").status()).isEqualTo(500);
        assertThat(sandbox.send("POST", "/_sandbox/other", List.of(), "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void twoWorldsOfOneMomentAreAlike() {
        Clock clock = new SettableClock(RecordedWorld.START);

        assertThat(ids(DemoWorld.create(clock))).isEqualTo(ids(DemoWorld.create(clock)));
    }

    @Test
    void aWorldSurvivesALiveReload() {
        Clock clock = new SettableClock(RecordedWorld.START);
        Properties process = new Properties();
        World before = DemoWorld.create(clock);
        before.sinks().remove(before.sinks().byName("warehouse_sync").orElseThrow());

        new Survival(process).save(before);
        World after = new Survival(process).restore(clock);

        assertThat(after.sinks().byName("warehouse_sync")).isEmpty();
        assertThat(ids(after)).isEqualTo(ids(before));
        assertThat(process).isEmpty();
    }

    @Test
    void aWorldOfEditedClassesIsGivenUp() {
        Properties process = new Properties();
        process.put("io.sequinmcp.sandbox.world", new byte[] {1, 2, 3});

        World world = new Survival(process).restore(new SettableClock(RecordedWorld.START));

        assertThat(world.sinks().byName("warehouse_sync")).isPresent();
    }

    private static List<String> ids(World world) {
        return world.sinks().all().stream().map(sink -> sink.id()).toList();
    }

    private List<String> receive(String stream, int most) {
        return ids(sandbox.post("/api/sequin_streams/" + stream + "/receive", "{'batch_size': " + most + "}"));
    }

    private static List<String> ids(Answered answer) {
        return answer.data().stream()
                .map(message -> message.path("ack_id").asText())
                .toList();
    }
}
