package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who goes away ends what was asked of Sequin on their behalf. */
@QuarkusTest
class AbandonedCallTest extends TrapTest {
    private static final String BATCHES_OF_FIVE = "sinks: [{name: billing_events, database: prod_db,"
            + " source: {include_tables: [billing.invoices]}, destination: {type: sequin_stream}, batch_size: 5}]";

    @TestHTTPResource
    URI server;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private CompletableFuture<HttpResponse<String>> begin(String tool, String arguments) {
        return http.sendAsync(
                HttpRequest.newBuilder(server.resolve("/mcp/" + ObservedSequin.TOKEN))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                ObservedSequin.json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'"
                                        + tool + "','arguments':" + arguments + "}}")))
                        .build(),
                BodyHandlers.ofString());
    }

    /** The same by a client without sessions. */
    private CompletableFuture<HttpResponse<String>> beginStateless(String tool, String arguments) {
        String meta = "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                + "'io.modelcontextprotocol/clientInfo':{'name':'gone','version':'1'},"
                + "'io.modelcontextprotocol/clientCapabilities':{}}";
        return http.sendAsync(
                HttpRequest.newBuilder(server.resolve("/mcp/" + ObservedSequin.TOKEN))
                        .header("Content-Type", "application/json")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", tool)
                        .POST(BodyPublishers.ofString(
                                ObservedSequin.json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'"
                                        + tool + "','arguments':" + arguments + "," + meta + "}}")))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Hangs up on a call while a request that it makes of Sequin is under way. */
    private void abandon(boolean stateless, String tool, String arguments, String during) {
        sequin.keep(during);
        CompletableFuture<HttpResponse<String>> call =
                stateless ? beginStateless(tool, arguments) : begin(tool, arguments);
        await().until(sequin::keeps);
        sequin.forget();
        call.cancel(true);
    }

    private void nothingMoreIsAsked() {
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(12)).until(this::nothingIsAsked);
    }

    private boolean nothingIsAsked() {
        boolean nothing = sequin.asked().isEmpty();
        sequin.forget();
        return nothing;
    }

    @Test
    void a_backfill_is_no_longer_looked_at_and_goes_on() {
        String id = sequin.post(SINK_PATH + "/billing_events/backfills", "{}").text("/id");
        String path = SINK_PATH + "/billing_events/backfills/" + id;

        CompletableFuture<HttpResponse<String>> call =
                begin("get_backfill", "{'sink_id_or_name':'billing_events','id':'" + id + "','wait_seconds':25}");
        await().until(() ->
                sequin.asked().stream().filter(asked -> asked.endsWith(id)).count() >= 2);
        call.cancel(true);

        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(12)).until(this::nothingIsAsked);
        assertThat(sequin.get(path).text("/state")).isEqualTo("active");
    }

    @Test
    void a_backfill_that_was_just_started_goes_on_too() {
        CompletableFuture<HttpResponse<String>> call = begin(
                "create_backfill", "{'sink_id_or_name':'billing_events','table':'billing.invoices','wait_seconds':25}");
        await().until(() -> sequin.asked().stream().anyMatch(asked -> asked.matches("GET .*/backfills/[0-9a-f-]{36}")));
        call.cancel(true);

        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(12)).until(this::nothingIsAsked);
        assertThat(sequin.get(SINK_PATH + "/billing_events/backfills").text("/data/0/state"))
                .isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_diagnosis_goes_no_further(boolean stateless) {
        abandon(stateless, "diagnose_sink", "{'sink_id_or_name':'billing_events'}", "GET /api/sinks");

        sequin.letGo();
        await().until(() -> sequin.asked().equals(List.of("GET /api/sinks")));
        sequin.forget();
        nothingMoreIsAsked();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messages_that_were_only_looked_at_go_back(boolean stateless) {
        abandon(
                stateless,
                "peek_messages",
                "{'consumer_id_or_name':'billing_events','batch_size':3}",
                "POST /api/sequin_streams/.*/receive");
        // They are leased by Sequin from now on, whoever gets to know of it
        sequin.letGo();

        await().until(() -> sequin.asked().stream().anyMatch(asked -> asked.endsWith("/nack")));
        assertThat(sequin.post("/api/sequin_streams/billing_events/receive", "{'batch_size':100}")
                        .text("/data/0/data/record/id"))
                .as("the first of them, without its lease being over")
                .isEqualTo("5001");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_plan_of_a_yaml_goes_no_further(boolean stateless) {
        abandon(stateless, "plan_config", "{'yaml':'" + BATCHES_OF_FIVE + "'}", "POST /api/config/plan");

        sequin.letGo();
        await().until(() -> sequin.asked().equals(List.of("POST /api/config/plan")));
        sequin.forget();
        nothingMoreIsAsked();
        assertThat(sequin.get(SINK_PATH + "/billing_events").text("/batch_size"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_yaml_that_is_being_applied_is_applied_whole_and_once(boolean stateless) {
        String plan =
                agent.does("plan_config", "{'yaml':'" + BATCHES_OF_FIVE + "'}").text("/plan_id");
        abandon(stateless, "apply_config", "{'plan_id':'" + plan + "'}", "POST /api/config/apply");
        nothingMoreIsAsked();
        sequin.letGo();

        await().until(() ->
                sequin.get(SINK_PATH + "/billing_events").text("/batch_size").equals("5"));
        assertThat(agent.refused("apply_config", "{'plan_id':'" + plan + "'}").code())
                .isEqualTo("stale");
        assertThat(sequin.asked()).containsOnlyOnce("POST /api/config/apply");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_database_that_is_being_made_is_made(boolean stateless) {
        abandon(
                stateless,
                "create_database",
                "{'name':'left','hostname':'postgres.internal','database':'prod','username':'sequin',"
                        + "'password':'postgres-demo-password','slot_name':'spare_slot','publication_name':'sequin_pub'}",
                "POST /api/postgres_databases");
        nothingMoreIsAsked();
        sequin.letGo();

        await().until(() -> sequin.get("/api/postgres_databases/left").status() == 200);
    }
}
