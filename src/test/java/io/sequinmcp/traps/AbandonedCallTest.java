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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who goes away ends what was asked of Sequin on their behalf. */
@QuarkusTest
class AbandonedCallTest extends TrapTest {
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
}
