package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Who goes away ends what was asked of Sequin on their behalf. */
@QuarkusTest
class AbandonedCallTest extends TrapTest {
    @TestHTTPResource
    URI server;

    @Inject
    MeterRegistry meters;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** How a caller can go away. */
    enum Way {
        HANGS_UP,
        CANCELS_IN_A_SESSION,
        CLOSES_A_STATELESS_STREAM
    }

    private CompletableFuture<HttpResponse<String>> begin(String tool, String arguments) {
        return send(call(tool, arguments, ""));
    }

    private CompletableFuture<HttpResponse<String>> send(String message, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/mcp/" + ObservedSequin.TOKEN))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(message));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private String session() {
        String hello = ObservedSequin.json("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{"
                + "'protocolVersion':'2025-11-25','clientInfo':{'name':'gone','version':'1'},'capabilities':{}}}");
        return send(hello).join().headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    /** The same for a call that ends with that, and not only when Sequin has answered. */
    private void abandonWhatStops(Way way, String tool, String arguments, String during) {
        double before = cancelled(tool);
        abandon(way, tool, arguments, during, () -> await().until(() -> cancelled(tool) > before));
    }

    private double cancelled(String tool) {
        return meters.find("sequin.mcp.calls").tags("tool", tool, "outcome", "cancelled").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Goes away from a call while a request that it makes of Sequin is under way, which is answered after that. */
    private void abandon(Way way, String tool, String arguments, String during) {
        abandon(way, tool, arguments, during, () -> {});
    }

    /** @param heard waits until the service has heard of it, where it tells */
    private void abandon(Way way, String tool, String arguments, String during, Runnable heard) {
        sequin.keep(during);
        switch (way) {
            case HANGS_UP -> {
                CompletableFuture<HttpResponse<String>> call = begin(tool, arguments);
                await().until(sequin::keeps);
                call.cancel(true);
            }
            case CANCELS_IN_A_SESSION -> {
                String session = session();
                send(call(tool, arguments, ""), "Mcp-Session-Id", session);
                await().until(sequin::keeps);
                String cancelled = ObservedSequin.json(
                        "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}");
                assertThat(send(cancelled, "Mcp-Session-Id", session).join().statusCode())
                        .isEqualTo(202);
            }
            case CLOSES_A_STATELESS_STREAM -> {
                String meta = ",'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                        + "'io.modelcontextprotocol/clientInfo':{'name':'gone','version':'1'},"
                        + "'io.modelcontextprotocol/clientCapabilities':{}}";
                CompletableFuture<HttpResponse<String>> call = send(
                        call(tool, arguments, meta),
                        "MCP-Protocol-Version",
                        "2026-07-28",
                        "Mcp-Method",
                        "tools/call",
                        "Mcp-Name",
                        tool);
                await().until(sequin::keeps);
                call.cancel(true);
            }
        }
        // The service has to hear of it before Sequin answers
        heard.run();
        sequin.forget();
        nothingMoreIsAsked();
        sequin.letGo();
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
    @EnumSource
    void a_diagnosis_goes_no_further(Way way) {
        abandonWhatStops(way, "diagnose_sink", "{'sink_id_or_name':'billing_events'}", "GET /api/sinks/billing_events");

        await().until(() -> sequin.asked().equals(List.of("GET /api/sinks/billing_events")));
        sequin.forget();
        nothingMoreIsAsked();
    }

    @ParameterizedTest
    @EnumSource
    void messages_that_were_only_looked_at_go_back(Way way) {
        // They are leased by Sequin, whoever gets to know of it
        abandonWhatStops(
                way,
                "peek_messages",
                "{'consumer_id_or_name':'billing_events','batch_size':3}",
                "POST /api/sequin_streams/.*/receive");

        await().until(() -> sequin.asked().stream().anyMatch(asked -> asked.endsWith("/nack")));
        assertThat(sequin.post("/api/sequin_streams/billing_events/receive", "{'batch_size':100}")
                        .text("/data/0/data/record/id"))
                .as("the first of them, without its lease being over")
                .isEqualTo("5001");
    }

    @ParameterizedTest
    @EnumSource
    void a_plan_of_a_yaml_goes_no_further(Way way) {
        abandonWhatStops(way, "plan_config", "{'yaml':'" + BATCHES_OF_FIVE + "'}", "GET /api/config/export");

        await().until(() -> sequin.asked().equals(List.of("GET /api/config/export")));
        sequin.forget();
        nothingMoreIsAsked();
    }

    @ParameterizedTest
    @EnumSource
    void a_yaml_that_is_being_applied_is_applied_whole_and_once(Way way) {
        String plan =
                agent.does("plan_config", "{'yaml':'" + BATCHES_OF_FIVE + "'}").text("/plan_id");
        abandon(way, "apply_config", "{'plan_id':'" + plan + "'}", "POST /api/config/apply");

        await().until(() ->
                sequin.get(SINK_PATH + "/billing_events").text("/batch_size").equals("5"));
        assertThat(agent.refused("apply_config", "{'plan_id':'" + plan + "'}").code())
                .isEqualTo("stale");
        assertThat(sequin.asked()).containsOnlyOnce("POST /api/config/apply");
    }

    @ParameterizedTest
    @EnumSource
    void a_database_that_is_being_made_is_made(Way way) {
        abandon(way, "create_database", NEW_DATABASE, "POST /api/postgres_databases");

        await().until(() -> sequin.get("/api/postgres_databases/new_db").status() == 200);
    }
}
