package io.sequinmcp.traps;

import static io.sequinmcp.traps.Trap.Topic.ADVANCED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Replications and API keys: section 4. */
@QuarkusTest
class AdvancedTrapsTest extends TrapTest {
    private static final String REPLICATIONS = "/api/postgres_replications";

    @Test
    @Trap(
            topic = ADVANCED,
            sequin = "Deleting a replication that sinks use is a 500.",
            here = "plan_delete lists the sinks that have to go first.",
            rule = "Removals")
    void a_replication_in_use_is_held() {
        String id = sequin.get(PROD).text("/replication_slots/0/id");
        assertThat(sequin.delete(REPLICATIONS + "/" + id).status()).isEqualTo(500);

        Said plan = agent.does("plan_delete", "{'kind': 'replication', 'id_or_name': '" + id + "'}");

        assertThat(plan.at("/remove_first").findValuesAsText("name")).contains("billing_events");
    }

    @Test
    @Trap(
            topic = ADVANCED,
            sequin = "Of replications and keys only ids are taken; a name is a bare 400.",
            here = "Slot and key names are taken, too.",
            rule = {"Replications", "ApiKeys"})
    void names_are_taken() {
        assertThat(sequin.get(REPLICATIONS + "/sequin_slot").status()).isEqualTo(400);

        assertThat(agent.does("get_replication", "{'id': 'sequin_slot'}").text("/publication_name"))
                .isEqualTo("sequin_pub");
    }

    @Test
    @Trap(
            topic = ADVANCED,
            sequin = "The token of a key is never shown, not even when it is made.",
            here = "It is made here and kept, encrypted, as a secret that goes by a name.",
            rule = "ApiKeys")
    void the_token_of_a_key_is_kept() {
        assertThat(sequin.post("/api/api_keys", "{'name': 'ci'}").body().has("token"))
                .isFalse();

        Said made = agent.does("create_api_key", "{'name': 'kept'}");

        assertThat(made.text("/secret")).isEqualTo("secret:kept");
        assertThat(sequin.ask("GET", SINK_PATH, "", "Authorization", "Bearer " + sentToken())
                        .status())
                .isEqualTo(200);
        assertThat(made.content().toString()).doesNotContain(sentToken());
    }

    @Test
    @Trap(
            topic = ADVANCED,
            sequin = "Any token will do for a key, be it one letter.",
            here = "A token can't be chosen: it is 48 random bytes.",
            rule = "ApiKeys",
            grave = true)
    void a_token_is_random() {
        assertThat(sequin.post("/api/api_keys", "{'name': 'weak', 'token': 'x'}")
                        .status())
                .isEqualTo(200);

        Said refused = agent.refused("create_api_key", "{'name': 'weaker', 'token': 'x'}");
        assertThat(refused.text("/field")).isEqualTo("token");
        assertThat(sequin.written()).isEmpty();

        agent.does("create_api_key", "{'name': 'strong'}");
        assertThat(sentToken()).matches("[A-Za-z0-9_-]{64}");
    }

    private String sentToken() {
        String request = sequin.written().get(sequin.written().size() - 1);
        return new JsonObject(request.substring(request.indexOf('{'))).getString("token");
    }

    @Test
    @Trap(
            topic = ADVANCED,
            sequin = "A key can delete itself, and whoever uses it is locked out.",
            here = "plan_delete says so before.",
            rule = "Removals")
    void a_key_in_use_is_told() {
        String id = sequin.get("/api/api_keys").text("/data/0/id");

        Said plan = agent.does("plan_delete", "{'kind': 'api_key', 'id_or_name': 'Default'}");
        assertThat(plan.list("/lost")).anyMatch(lost -> lost.contains("this service's own"));

        assertThat(sequin.delete("/api/api_keys/" + id).status()).isEqualTo(200);
        assertThat(sequin.get(SINK_PATH).status()).isEqualTo(401);
    }
}
