package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deletions in two steps, as an agent goes through them on the sandbox. */
@QuarkusTest
class DeletionTest {
    private final Agent agent = new Agent(TestConnectors.EVERYTHING);

    private void createSink(String name) {
        agent.call(
                "create_sink",
                Map.of(
                        "name",
                        name,
                        "database",
                        "prod_db",
                        "destination",
                        Map.of("type", "sequin_stream"),
                        "include_tables",
                        java.util.List.of("public.orders")));
    }

    private JsonObject plan(String kind, String name) {
        return agent.call("plan_delete", Map.of("kind", kind, "id_or_name", name));
    }

    private static JsonObject next(JsonObject answer) {
        return answer.getJsonArray("next").getJsonObject(0);
    }

    @Test
    void the_next_call_of_a_plan_deletes_what_it_showed_whatever_its_kind() {
        createSink("deletion-next");
        agent.call(
                "create_http_endpoint",
                Map.of("name", "deletion-endpoint", "url", "https://deletion.example.com/hook"));
        agent.call("create_api_key", Map.of("name", "deletion-key"));

        assertThat(agent.follow(next(plan("sink", "deletion-next"))).getBoolean("deleted"))
                .isTrue();
        assertThat(agent.follow(next(plan("http_endpoint", "deletion-endpoint")))
                        .getBoolean("deleted"))
                .isTrue();
        assertThat(agent.follow(next(plan("api_key", "deletion-key"))).getBoolean("deleted"))
                .isTrue();
    }

    @Test
    void a_deletion_is_refused_after_a_change_and_names_it() {
        createSink("deletion-drift");
        JsonObject planned = plan("sink", "deletion-drift");
        agent.call("update_sink", Map.of("sink_id_or_name", "deletion-drift", "status", "paused"));

        JsonObject refusal = agent.refusal(
                "delete_sink", Map.of("sink_id_or_name", "deletion-drift", "plan_id", planned.getString("plan_id")));

        assertThat(refusal.getString("code")).isEqualTo("stale");
        assertThat(refusal.getString("message")).contains("status").contains("Nothing was deleted");
        assertThat(agent.follow(next(agent.follow(next(refusal)))).getBoolean("deleted"))
                .isTrue();
    }

    @Test
    void a_plan_is_for_what_it_was_made_for_and_good_once() {
        createSink("deletion-one");
        createSink("deletion-two");
        JsonObject planned = plan("sink", "deletion-one");
        String plan = planned.getString("plan_id");

        JsonObject other = agent.refusal("delete_sink", Map.of("sink_id_or_name", "deletion-two", "plan_id", plan));
        assertThat(other.getString("message")).contains("The plan is for delete_sink of deletion-one");
        agent.follow(next(planned));
        assertThat(agent.refusal("delete_sink", Map.of("sink_id_or_name", "deletion-two", "plan_id", plan))
                        .getString("code"))
                .isEqualTo("stale");
        agent.follow(next(plan("sink", "deletion-two")));
    }

    @Test
    void what_is_in_use_names_what_goes_first_and_what_stays_behind() {
        JsonObject planned = plan("database", "analytics_db");

        assertThat(planned.getBoolean("blocked")).isTrue();
        assertThat(planned.containsKey("plan_id")).isFalse();
        assertThat(planned.getJsonArray("remove_first").getJsonObject(0).getString("name"))
                .isEqualTo("page_view_cache");
        assertThat(planned.getJsonArray("stays_behind").getJsonObject(0).getString("sql"))
                .isEqualTo("select pg_drop_replication_slot('analytics_slot');");
        assertThat(next(planned).getString("tool")).isEqualTo("plan_delete");
    }
}
