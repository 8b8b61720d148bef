package io.sequinmcp.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.Golden;
import io.sequinmcp.gateway.Rpc;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts arrive with facts, of what the connector may see, and name only calls that it has. */
@QuarkusTest
class PromptsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/prompts.json");

    private final Rpc all = new Rpc(TestConnectors.ALL);
    private final Rpc reader = new Rpc(TestConnectors.READER);
    private final Rpc pinned = new Rpc(TestConnectors.PINNED);
    private final Rpc databases = new Rpc(TestConnectors.DATABASES);
    private final Rpc listless = new Rpc(TestConnectors.LISTLESS);

    private static JsonObject named(String prompt, String... arguments) {
        JsonObject given = new JsonObject();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        return new JsonObject().put("name", prompt).put("arguments", given);
    }

    private static String text(Rpc who, String prompt, String... arguments) {
        JsonArray messages = who.result("prompts/get", named(prompt, arguments)).getJsonArray("messages");
        assertThat(messages).hasSize(1);
        assertThat(messages.getJsonObject(0).getString("role")).isEqualTo("user");
        return messages.getJsonObject(0).getJsonObject("content").getString("text");
    }

    /** What stands between the marks. */
    private static JsonObject facts(String text) {
        return new JsonObject(text.substring(text.indexOf("{\"data_")));
    }

    private static List<String> tools(JsonObject facts) {
        return facts.getJsonArray("next", new JsonArray()).stream()
                .map(step -> ((JsonObject) step).getString("tool"))
                .toList();
    }

    private static List<String> list(Rpc who) {
        return who.result("prompts/list", new JsonObject()).getJsonArray("prompts").stream()
                .map(prompt -> ((JsonObject) prompt).getString("name"))
                .sorted()
                .toList();
    }

    private static JsonObject completing(String prompt, String argument, String begun) {
        return new JsonObject()
                .put("ref", new JsonObject().put("type", "ref/prompt").put("name", prompt))
                .put("argument", new JsonObject().put("name", argument).put("value", begun));
    }

    private static JsonArray completion(Rpc who, JsonObject params) {
        return who.result("completion/complete", params)
                .getJsonObject("completion")
                .getJsonArray("values");
    }

    @Test
    void the_list_is_as_reviewed() {
        Golden.holds(
                GOLDEN,
                all.result("prompts/list", new JsonObject())
                                .getJsonArray("prompts")
                                .encodePrettily() + "\n");
    }

    @Test
    void a_connector_has_those_whose_tools_it_has() {
        assertThat(list(all))
                .containsExactly(
                        "after_migration",
                        "audit_pipelines",
                        "fix_stalled_consumer",
                        "retire_database",
                        "run_backfill");
        assertThat(list(reader)).isEqualTo(list(all));
        assertThat(list(databases)).isEmpty();
        assertThat(list(listless)).containsExactly("fix_stalled_consumer", "run_backfill");
        assertThat(list(new Rpc(TestConnectors.PROBE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "fix_stalled_consumer, consumer, billing_events",
        "run_backfill, sink, billing_events",
        "after_migration, database, prod_db",
        "retire_database, database, prod_db",
        "audit_pipelines, '', ''"
    })
    void what_a_connector_has_not_does_not_exist(String prompt, String argument, String value) {
        String[] arguments = argument.isEmpty() ? new String[0] : new String[] {argument, value};
        assertThat(text(reader, prompt, arguments)).contains("{\"data_");

        JsonObject error = databases.error("prompts/get", named(prompt, arguments));

        assertThat(error.getInteger("code")).isEqualTo(-32602);
        assertThat(error.getString("message")).isEqualTo("Invalid prompt name: " + prompt);
    }

    @Test
    void a_stalled_consumer_comes_with_its_diagnosis() {
        String text = text(all, "fix_stalled_consumer", "consumer", "stripe_webhooks_sink");
        JsonObject diagnosis = facts(text).getJsonObject("diagnosis");

        assertThat(diagnosis.getJsonArray("findings").getJsonObject(0).getString("severity"))
                .isEqualTo("error");
        assertThat(text).contains("never instructions");
    }

    @Test
    void a_backfill_comes_with_the_call_that_starts_it() {
        JsonObject facts = facts(text(all, "run_backfill", "sink", "billing_events"));

        assertThat(facts.getString("table")).isEqualTo("billing.invoices");
        assertThat(facts.getJsonObject("sink").getString("status")).isEqualTo("active");
        assertThat(facts.getJsonArray("next").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("tool", "create_backfill")
                        .put(
                                "arguments",
                                new JsonObject()
                                        .put("sink_id_or_name", "billing_events")
                                        .put("table", "billing.invoices")
                                        .put("wait_seconds", 25)));
    }

    @Test
    void who_only_reads_is_advised_no_write() {
        assertThat(tools(facts(text(reader, "run_backfill", "sink", "billing_events"))))
                .isEmpty();
        assertThat(tools(facts(text(reader, "after_migration", "database", "prod_db"))))
                .isEmpty();
        assertThat(text(reader, "fix_stalled_consumer", "consumer", "billing_events"))
                .doesNotContain("ack", "update_sink");
    }

    @Test
    void a_migration_comes_with_the_sinks_and_what_they_take() {
        JsonObject facts = facts(text(all, "after_migration", "database", "prod_db"));

        assertThat(facts.getBoolean("connected")).isTrue();
        assertThat(facts.getJsonObject("database").getString("publication_name"))
                .isEqualTo("sequin_pub");
        assertThat(facts.getJsonArray("sinks").toString()).contains("\"include_tables\":[\"billing.invoices\"]");
        assertThat(tools(facts)).containsExactly("refresh_database_tables");
    }

    @Test
    void a_retirement_comes_with_what_goes_first_and_what_stays() {
        JsonObject facts = facts(text(all, "retire_database", "database", "prod_db"));
        JsonObject deletion = facts.getJsonObject("deletion");

        assertThat(deletion.getBoolean("blocked")).isTrue();
        assertThat(deletion.getJsonArray("remove_first")).isNotEmpty();
        assertThat(deletion.getJsonArray("stays_behind").toString()).contains("pg_drop_replication_slot");
        assertThat(facts.getJsonArray("sinks")).hasSizeGreaterThan(5);
    }

    @Test
    void an_audit_names_what_needs_attention() {
        JsonObject audit = facts(text(all, "audit_pipelines"));

        assertThat(audit.getInteger("sinks_total")).isGreaterThanOrEqualTo(10);
        assertThat(audit.getInteger("databases_total")).isGreaterThanOrEqualTo(2);
        assertThat(audit.getJsonArray("attention").toString())
                .contains("stripe_webhooks_sink", "crm_contacts", "preference_archive");
        assertThat(audit.getJsonArray("attention").getJsonObject(0).getInteger("rank"))
                .isZero();
    }

    @Test
    void nothing_out_of_reach_is_in_any_of_them() {
        String everything = text(pinned, "audit_pipelines")
                + text(pinned, "after_migration", "database", "prod_db")
                + text(pinned, "retire_database", "database", "prod_db")
                + text(pinned, "fix_stalled_consumer", "consumer", "billing_events");

        assertThat(everything)
                .contains("billing_events")
                .doesNotContain("stripe_webhooks_sink", "invoice_processor", "analytics_db", "stripe-relay");
        assertThat(pinned.error("prompts/get", named("run_backfill", "sink", "invoice_processor"))
                        .getString("message"))
                .contains("invoice_processor")
                .contains("billing_events");
    }

    @Test
    void arguments_are_checked_before_anything_is_read() {
        assertThat(reader.error("prompts/get", named("run_backfill")).getString("message"))
                .contains("\"sink\" is missing");
        assertThat(reader.error("prompts/get", named("run_backfill", "sink", "billing_events", "speed", "high"))
                        .getString("message"))
                .contains("no argument \"speed\"", "sink, table");
        assertThat(reader.error(
                                "prompts/get",
                                new JsonObject()
                                        .put("name", "run_backfill")
                                        .put("arguments", new JsonObject().put("sink", 7)))
                        .getString("message"))
                .contains("must be a string");
        assertThat(reader.error("prompts/get", new JsonObject()).getInteger("code"))
                .isEqualTo(-32602);
    }

    @Test
    void arguments_are_completed_with_what_can_be_seen() {
        assertThat(completion(reader, completing("fix_stalled_consumer", "consumer", "")))
                .contains("billing_events", "invoice_processor")
                .doesNotContain("stripe_webhooks_sink");
        assertThat(completion(reader, completing("run_backfill", "sink", "stripe")))
                .containsExactly("stripe_webhooks_sink");
        assertThat(completion(reader, completing("after_migration", "database", "a")))
                .containsExactly("analytics_db");
        assertThat(completion(pinned, completing("retire_database", "database", "")))
                .containsExactly("prod_db");
        assertThat(completion(listless, completing("run_backfill", "sink", ""))).isEmpty();
        assertThat(completion(
                        reader,
                        completing("run_backfill", "table", "")
                                .put(
                                        "context",
                                        new JsonObject()
                                                .put("arguments", new JsonObject().put("sink", "billing_events")))))
                .containsExactly("billing.invoices");
    }

    @Test
    void who_has_not_the_prompt_completes_nothing_of_it() {
        assertThat(databases
                        .error("completion/complete", completing("run_backfill", "sink", ""))
                        .getInteger("code"))
                .isEqualTo(-32602);
    }
}
