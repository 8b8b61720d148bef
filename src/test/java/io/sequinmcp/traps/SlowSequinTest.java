package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.sandbox.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks to be told hears that Sequin takes its time, and gets the answer once Sequin has given it. */
@QuarkusTest
class SlowSequinTest extends TrapTest {
    @TestHTTPResource
    URI server;

    /** Sequin answers that request only when the caller has heard something. */
    private void waitsAndHears(String tool, String arguments, String during) throws IOException, InterruptedException {
        sequin.keep(during);
        Iterator<JsonNode> told = tell(tool, arguments);

        JsonNode progress = told.next();
        assertThat(progress.path("method").asText()).isEqualTo("notifications/progress");
        assertThat(progress.at("/params/progressToken").asText()).isEqualTo("told");
        assertThat(progress.at("/params/progress").asInt()).isPositive();
        assertThat(progress.at("/params/message").asText()).containsPattern("for \\d+ s\\b");
        await().until(sequin::keeps);
        sequin.letGo();

        JsonNode last = progress;
        while (told.hasNext()) {
            last = told.next();
        }
        assertThat(last.at("/result/isError").asBoolean(true)).as("%s", last).isFalse();
    }

    private Iterator<JsonNode> tell(String tool, String arguments) throws IOException, InterruptedException {
        String call = call(tool, arguments, ",'_meta':{'progressToken':'told'}");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.resolve("/mcp/" + ObservedSequin.TOKEN))
                                .header("Content-Type", "application/json")
                                .timeout(Duration.ofSeconds(30))
                                .POST(BodyPublishers.ofString(call))
                                .build(),
                        BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("data:"))
                .map(line -> Json.parse(line.substring("data:".length())).orElseThrow())
                .iterator();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "peek_messages | {'consumer_id_or_name':'billing_events'} | POST /api/sequin_streams/.*/receive",
                "plan_config | {'yaml':'" + BATCHES_OF_FIVE + "'} | POST /api/config/plan",
                "test_database_connection | {'database_id_or_name':'prod_db'} | POST .*/test_connection",
                "refresh_database_tables | {'database_id_or_name':'prod_db'} | POST .*/refresh_tables",
                "create_database | " + NEW_DATABASE + " | POST /api/postgres_databases"
            })
    void a_call_tells_how_long_it_has_waited(String tool, String arguments, String during) throws Exception {
        waitsAndHears(tool, arguments, during);
    }

    @Test
    void so_does_the_one_that_applies_a_yaml() throws Exception {
        String plan =
                agent.does("plan_config", "{'yaml':'" + BATCHES_OF_FIVE + "'}").text("/plan_id");

        waitsAndHears("apply_config", "{'plan_id':'" + plan + "'}", "POST /api/config/apply");
    }
}
