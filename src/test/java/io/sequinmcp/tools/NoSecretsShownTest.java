package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No view of anything shows a secret of the sandbox's world, or of the operator; nor does an error. */
@QuarkusTest
class NoSecretsShownTest {
    /** Of the demo world, and of the tests' configuration. */
    private static final List<String> SECRETS = List.of(
            "postgres-demo-password",
            "crm-demo-key",
            "stripe-demo-token",
            "snowpipe-demo-secret",
            "AKIADEMO",
            "demo-secret-access-key",
            "legacy-demo-secret",
            "sequin-sandbox-token",
            "kafka-test-secret",
            "test\\\\secret=value");

    private final Agent agent = new Agent(TestConnectors.EVERYTHING);

    private JsonObject look(String tool, Map<String, ?> arguments) {
        String answer = agent.text(tool, arguments);
        assertThat(SECRETS).as("%s %s", tool, arguments).noneMatch(answer::contains);
        return new JsonObject(answer).getJsonObject("result").getJsonObject("structuredContent");
    }

    private List<String> names(JsonArray things) {
        List<String> names = new ArrayList<>();
        things.forEach(thing -> names.add(((JsonObject) thing).getString("name")));
        return names;
    }

    @Test
    void every_view_of_everything() {
        Map<String, String> kinds = Map.of("sink", "sinks", "database", "databases", "http_endpoint", "http_endpoints");
        kinds.forEach((kind, kinds_) -> {
            look("list_" + kinds_, Map.of());
            JsonArray all = look("list_" + kinds_, Map.of("response_format", "detailed", "limit", 200))
                    .getJsonArray(kinds_);
            assertThat(all).isNotEmpty();
            for (String name : names(all)) {
                look("get_" + kind, Map.of(kind + "_id_or_name", name));
                look("get_" + kind, Map.of(kind + "_id_or_name", name, "response_format", "detailed"));
                look("plan_delete", Map.of("kind", kind, "id_or_name", name));
            }
        });
        look("diagnose_sink", Map.of("sink_id_or_name", "stripe_webhooks_sink"));
        look("test_database_connection", Map.of("database_id_or_name", "prod_db"));
        look("list_api_keys", Map.of());
        look("list_replications", Map.of());
        look("get_health", Map.of());
        String yaml = look("export_config", Map.of()).getString("yaml");
        assertThat(yaml).contains("prod_db");
    }

    @Test
    void what_a_configuration_would_change_and_has_changed() {
        String yaml =
                """
                databases:
                  - name: prod_db
                    password: secret:db-test
                    hostname: postgres.internal
                    port: 5432
                    database: prod
                    username: sequin
                    slot: {name: sequin_slot}
                    publication: {name: sequin_pub}
                """;
        JsonObject plan = look("plan_config", Map.of("yaml", yaml));
        assertThat(plan.getString("plan_id")).as(plan.encode()).isNotNull();
        assertThat(plan.getJsonArray("connects_to")).containsExactly("postgres.internal:5432");
        JsonObject applied = look("apply_config", Map.of("plan_id", plan.getString("plan_id")));
        assertThat(applied.getBoolean("applied")).as(applied.encode()).isTrue();
    }

    @Test
    void what_is_made_with_a_reference_and_what_is_refused() {
        Map<String, Object> endpoint = Map.of(
                "name", "secret-hook",
                "url", "https://hooks.example.com/x",
                "encrypted_headers", Map.of("Authorization", "Bearer secret:hook-test"));
        look("create_http_endpoint", endpoint);
        look("get_http_endpoint", Map.of("http_endpoint_id_or_name", "secret-hook", "response_format", "detailed"));
        JsonObject refused = look(
                "update_http_endpoint",
                Map.of("http_endpoint_id_or_name", "secret-hook", "url", "https://evil.example.com/x"));
        assertThat(refused.getString("code")).isEqualTo("forbidden");
        JsonObject plan = look("plan_delete", Map.of("kind", "http_endpoint", "id_or_name", "secret-hook"));
        look(
                "delete_http_endpoint",
                Map.of("http_endpoint_id_or_name", "secret-hook", "plan_id", plan.getString("plan_id")));
        refused = look(
                "create_sink",
                Map.of(
                        "name", "secret-sink",
                        "database", "prod_db",
                        "destination",
                                Map.of(
                                        "type",
                                        "kafka",
                                        "hosts",
                                        "evil.example.com:9092",
                                        "topic",
                                        "t",
                                        "username",
                                        "u",
                                        "sasl_mechanism",
                                        "plain",
                                        "password",
                                        "secret:kafka-test")));
        assertThat(refused.getString("code")).isEqualTo("forbidden");
        assertThat(refused.getString("message")).contains("kafka.internal:9092");
    }
}
