package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A YAML is applied as it was shown, to the account it was shown on, once. */
@QuarkusTest
class ConfigToolsTest {
    private static final String YAML = "http_endpoints: [{name: planned-hook, url: 'https://planned.example.com/x'}]";

    private final Agent agent = new Agent(TestConnectors.EVERYTHING);

    @Test
    void an_account_that_changed_since_is_left_as_it_is() {
        JsonObject plan = agent.call("plan_config", Map.of("yaml", YAML));
        agent.call("create_http_endpoint", Map.of("name", "drift-hook", "url", "https://drift.example.com/x"));

        JsonObject problem = agent.refusal("apply_config", Map.of("plan_id", plan.getString("plan_id")));

        assertThat(problem.getString("code")).isEqualTo("stale");
        assertThat(problem.getString("message"))
                .contains("http_endpoints.drift-hook", "Nothing was applied")
                .doesNotContain("prod_db", "planned-hook");
        assertThat(problem.getJsonArray("next").getJsonObject(0).getString("tool"))
                .isEqualTo("plan_config");
        assertThat(endpoints()).contains("drift-hook").doesNotContain("planned-hook");

        remove("http_endpoint", "drift-hook");
        assertThat(agent.refusal("apply_config", Map.of("plan_id", plan.getString("plan_id")))
                        .getString("message"))
                .as("a plan is good for one attempt")
                .contains("used");
        assertThat(endpoints()).doesNotContain("planned-hook");
    }

    @Test
    void a_changed_field_is_named() {
        agent.call("create_http_endpoint", Map.of("name", "drift-field", "url", "https://drift.example.com/x"));
        String plan = agent.call("plan_config", Map.of("yaml", YAML)).getString("plan_id");
        agent.call(
                "update_http_endpoint",
                Map.of("http_endpoint_id_or_name", "drift-field", "url", "https://drift.example.com/y"));

        String message = agent.refusal("apply_config", Map.of("plan_id", plan)).getString("message");

        assertThat(message).contains("since the plan was made: http_endpoints.drift-field.url.");
        remove("http_endpoint", "drift-field");
    }

    @Test
    void an_account_that_only_went_on_working_is_no_other() {
        String plan = agent.call("plan_config", Map.of("yaml", YAML)).getString("plan_id");
        String backfill = agent.call(
                        "create_backfill", Map.of("sink_id_or_name", "legacy_user_sync", "table", "public.users"))
                .getString("id");

        assertThat(agent.call("apply_config", Map.of("plan_id", plan)).getBoolean("applied"))
                .isTrue();
        assertThat(endpoints()).contains("planned-hook");

        remove("http_endpoint", "planned-hook");
        agent.call(
                "update_backfill", Map.of("sink_id_or_name", "legacy_user_sync", "id", backfill, "state", "cancelled"));
    }

    private void remove(String kind, String name) {
        JsonObject plan = agent.call("plan_delete", Map.of("kind", kind, "id_or_name", name));
        agent.follow(plan.getJsonArray("next").getJsonObject(0));
    }

    private String endpoints() {
        return agent.call("list_http_endpoints", Map.of()).encode();
    }
}
