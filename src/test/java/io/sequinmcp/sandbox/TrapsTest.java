package io.sequinmcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.sandbox.TestSandbox.Answered;
import io.sequinmcp.sandbox.world.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of the real Sequin must know, and other rules of ours are tested on. */
class TrapsTest {
    private static final String DEMO = "/api/postgres_databases/prod_db";

    private final TestSandbox sandbox = TestSandbox.demo();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void anUpdateWithoutPortResetsIt() {
        sandbox.patch(DEMO, "{'port': 6543}");

        assertThat(sandbox.patch(DEMO, "{}").number("/port")).isEqualTo(5432);
    }

    @Test
    void aMaskedPasswordIsStored() {
        String masked = sandbox.get(DEMO).text("/password");

        sandbox.patch(DEMO, "{'port': 5432, 'password': '" + masked + "'}");

        assertThat(masked).matches("pos\\*+d");
        assertThat(sandbox.get(DEMO + "?show_sensitive=true").text("/password")).isEqualTo(masked);
        assertThat(sandbox.post(DEMO + "/test_connection", "{}").status()).isEqualTo(422);
    }

    @Test
    void aNewTableIsSeenAfterARefreshOnly() {
        sandbox.postgres().add(new Table(30_000, "public", "coupons", List.of("id int8"), List.of("id"), false));
        String sink = stream("coupons", "public.coupons");

        assertThat(sandbox.post("/api/sinks", sink).text("/summary"))
                .isEqualTo("Table 'public.coupons' not found in database 'prod_db'");
        assertThat(sandbox.post(DEMO + "/refresh_tables", "{}").status()).isEqualTo(200);
        assertThat(sandbox.post("/api/sinks", sink).status()).isEqualTo(200);
    }

    @Test
    void aDatabaseIsHeldByItsSinksThenByItsChangeRetention() {
        assertThat(sandbox.delete(DEMO).text("/error")).contains("sink consumers");
        sandbox.get("/api/sinks").body().path("data").forEach(sink -> {
            if (sink.path("database").asText().equals("prod_db")) {
                sandbox.delete("/api/sinks/" + sink.path("id").asText());
            }
        });

        Answered held = sandbox.delete(DEMO);

        assertThat(held.status()).isEqualTo(422);
        assertThat(held.text("/error")).contains("WAL pipelines");
    }

    @Test
    void aDeletedDatabaseLeavesItsSlotInPostgres() {
        sandbox.delete("/api/sinks/page_view_cache");
        assertThat(sandbox.delete("/api/postgres_databases/analytics_db").status())
                .isEqualTo(200);

        Answered again = sandbox.post(
                "/api/postgres_databases",
                """
                {'name': 'analytics_again', 'hostname': 'postgres.internal', 'database': 'analytics',
                 'username': 'sequin', 'password': 'postgres-demo-password',
                 'replication_slots': [{'slot_name': 'analytics_slot', 'publication_name': 'analytics_pub'}]}
                """);

        assertThat(again.status()).isEqualTo(201);
    }

    @Test
    void anEndpointInUseIsABadRequest() {
        Answered answer = sandbox.delete("/api/destinations/http_endpoints/crm");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/summary")).contains("as it is in use by 1 sink consumer(s)");
    }

    @Test
    void encryptedHeadersAreReplacedAsAWholeAndMasksAreStored() {
        String crm = "/api/destinations/http_endpoints/crm";
        String body = sandbox.get(crm).body().toString();

        Answered back = sandbox.ask("PUT", crm, body);

        assertThat(back.status()).isEqualTo(200);
        assertThat(sandbox.get("/api/config/export?show-sensitive=true").text("/yaml"))
                .doesNotContain("crm-demo-key-0000")
                .contains(back.text("/encrypted_headers/X-Api-Key"));
    }

    @Test
    void aDestinationThatIsSentInPartLosesItsSecrets() {
        String nats = "/api/sinks/preference_archive";
        sandbox.patch(
                nats,
                "{'destination': {'type': 'nats', 'host': 'a', 'port': 4222, 'username': 'u', 'password': 'pw'}}");

        Answered answer = sandbox.patch(nats, "{'destination': {'type': 'nats', 'host': 'b', 'port': 4222}}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("destination").has("password")).isFalse();
        assertThat(answer.body().path("destination").has("username")).isFalse();
    }

    @Test
    void renamingOntoATakenNameFallsOverAndBadNamesPass() {
        assertThat(sandbox.patch("/api/sinks/warehouse_sync", "{'name': 'billing_events'}")
                        .status())
                .isEqualTo(500);
        assertThat(sandbox.patch("/api/sinks/warehouse_sync", "{'name': 'no good/name'}")
                        .text("/name"))
                .isEqualTo("no good/name");
    }

    @Test
    void aFunctionOfTheWrongTypeIsRefusedByTheDatabaseUnlessItIsTheTransform() {
        assertThat(sandbox.patch("/api/sinks/billing_events", "{'filter': 'id-only'}")
                        .status())
                .isEqualTo(500);
        assertThat(sandbox.patch("/api/sinks/billing_events", "{'transform': 'large-amounts'}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type': 'carrier_pigeon'}", "{}"})
    void anUnknownDestinationTypeFallsOver(String destination) {
        String body = "{'name': 'x', 'database': 'prod_db', 'destination': " + destination + "}";

        assertThat(sandbox.post("/api/sinks", body).status()).isEqualTo(500);
    }

    @Test
    void whatGetShowsIsNotWhatPutTakes() {
        String sink = sandbox.get("/api/sinks/billing_events").body().toString();

        assertThat(sandbox.ask("PUT", "/api/sinks/billing_events", sink).text("/summary"))
                .isEqualTo("Unknown field: health");
    }

    @Test
    void aSourceIsChangedOnlyBesideTheDatabase() {
        String source = "'source': {'include_tables': ['orders']}";

        assertThat(sandbox.patch("/api/sinks/billing_events", "{" + source + "}")
                        .status())
                .isEqualTo(404);
        assertThat(sandbox.patch("/api/sinks/billing_events", "{'database': 'prod_db', " + source + "}")
                        .text("/source/include_tables/0"))
                .isEqualTo("public.orders");
    }

    @Test
    void aRetryCountCanNotBeTakenBack() {
        assertThat(sandbox.patch("/api/sinks/stripe_webhooks_sink", "{'max_retry_count': null}")
                        .number("/max_retry_count"))
                .isEqualTo(12);
    }

    @Test
    void aWebhookWithoutBatchesTakesABatchSizeOfOne() {
        String body = "{'destination': {'type': 'webhook', 'http_endpoint': 'crm', 'batch': false}, 'batch_size': 10}";

        assertThat(sandbox.patch("/api/sinks/crm_contacts", body).text("/validation_errors/batch_size/0"))
                .contains("must be 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "kafka|'hosts': 'k:9092', 'topic': 't'",
                "rabbitmq|'host': 'h', 'port': 5672, 'exchange': 'e'",
                "redis_stream|'host': 'h', 'port': 6379, 'stream_key': 'k'",
                "sqs|'queue_url': 'https://sqs.eu-west-1.amazonaws.com/123456789012/q', 'access_key_id': 'a', 'secret_access_key': 's'",
                "sns|'topic_arn': 'arn:aws:sns:eu-west-1:123456789012:t', 'access_key_id': 'a', 'secret_access_key': 's'",
                "kinesis|'stream_arn': 'arn:aws:kinesis:eu-west-1:123456789012:stream/s', 'access_key_id': 'a', 'secret_access_key': 's'",
                "s2|'basin': 'basin-one', 'stream': 's', 'access_token': 't'",
                "gcp_pubsub|'project_id': 'project-1', 'topic_id': 'topic', 'credentials': {'type': 'api_key', 'project_id': 'project-1', 'api_key': 'k'}",
                "azure_event_hub|'namespace': 'n', 'event_hub_name': 'e', 'shared_access_key_name': 'k', 'shared_access_key': 's'",
                "typesense|'endpoint_url': 'https://t.example.com', 'collection_name': 'c', 'api_key': 'k'",
                "meilisearch|'endpoint_url': 'https://m.example.com', 'index_name': 'i', 'api_key': 'k'",
                "elasticsearch|'endpoint_url': 'https://e.example.com', 'index_name': 'i', 'auth_value': 'v'"
            })
    void twelveTypesNeedARoutingKeyEvenWhenNothingIsRouted(String type, String fields) {
        String body =
                "{'name': 'routed', 'database': 'prod_db', 'destination': {'type': '" + type + "', " + fields + "}%s}";

        Answered without = sandbox.post("/api/sinks", body.formatted(""));
        Answered with = sandbox.post("/api/sinks", body.formatted(", 'routing': 'none'"));

        assertThat(without.text("/validation_errors/sink/routing_mode/0")).isEqualTo("is required");
        assertThat(with.status()).as(with.body().toString()).isEqualTo(200);
        assertThat(with.text("/destination/type")).isEqualTo(type);
    }

    @Test
    void aRoutingFunctionTakesThePlaceOfTheTarget() {
        sandbox.post(
                "/api/config/apply",
                "{'yaml': 'functions: [{name: by-currency, type: routing, sink_type: kafka, code: x}]'}");

        Answered sink = sandbox.post(
                "/api/sinks",
                """
                {'name': 'routed', 'database': 'prod_db', 'routing': 'by-currency',
                 'destination': {'type': 'kafka', 'hosts': 'k:9092', 'topic': 't'}}
                """);

        assertThat(sink.text("/routing")).isEqualTo("by-currency");
        assertThat(sink.body().path("destination").has("topic")).isFalse();
    }

    @Test
    void aKeyIsNeverShownButItsMakerMayChooseIt() {
        Answered made = sandbox.post("/api/api_keys", "{'name': 'ci', 'token': 'chosen'}");

        assertThat(made.body().toString()).doesNotContain("chosen");
        assertThat(sandbox.get("/api/api_keys").body().toString()).doesNotContain("chosen");
        assertThat(sandbox.send("GET", "/api/sinks", List.of(Map.entry("Authorization", "Bearer chosen")), "")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String stream(String name, String table) {
        return "{'name': '" + name + "', 'database': 'prod_db', 'source': {'include_tables': ['" + table
                + "']}, 'destination': {'type': 'sequin_stream'}}";
    }
}
