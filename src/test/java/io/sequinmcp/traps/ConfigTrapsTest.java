package io.sequinmcp.traps;

import static io.sequinmcp.traps.Trap.Topic.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Configuration as YAML: section 9. */
@QuarkusTest
class ConfigTrapsTest extends TrapTest {
    private static String yaml(String yaml) {
        return new JsonObject().put("yaml", yaml).encode();
    }

    private int bare(String yaml) {
        return sequin.post("/api/config/plan", yaml(yaml)).status();
    }

    private Said refused(String yaml) {
        sequin.forget();
        Said refused = agent.refused("plan_config", yaml(yaml));
        assertThat(sequin.written()).isEmpty();
        return refused;
    }

    private Said applied(String yaml) {
        Said plan = agent.does("plan_config", yaml(yaml));
        return agent.does(
                plan.text("/next/0/tool"), plan.at("/next/0/arguments").toString());
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "A masked password, as an export has it, is stored on apply, and the plan doesn't show it.",
            here = "Refused with the paths of all masks.",
            rule = {"Secrets", "ConfigRules"},
            grave = true)
    void masks_are_refused() {
        String exported = sequin.get("/api/config/export").text("/yaml");
        assertThat(sequin.post("/api/config/apply", yaml(exported)).status()).isEqualTo(200);
        assertThat(sequin.get(PROD + "?show_sensitive=true").text("/password")).contains("***");

        sequin.reset();
        Said refused = refused(exported);

        assertThat(refused.message()).contains("databases[0].password");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "A plan lists everything the account has as `update`, changed or not.",
            here = "Only what differs is shown, field by field; the rest is counted.",
            rule = "Configuration",
            grave = true)
    void a_plan_shows_what_changes() {
        String yaml = "functions: [{name: id-only, type: transform, code: changed}]";
        assertThat(sequin.post("/api/config/plan", yaml(yaml)).at("/changes").size())
                .isGreaterThan(10);

        Said plan = agent.does("plan_config", yaml(yaml));

        assertThat(plan.at("/changes").findValuesAsText("name")).containsExactly("id-only");
        assertThat(plan.at("/unchanged").asInt()).isGreaterThan(10);
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "Apply answers with the passwords of all databases in plain text.",
            here = "Masked before anything else sees them; the answer has none.",
            rule = "Secrets",
            grave = true)
    void passwords_stay_inside() {
        String yaml = "functions: [{name: id-only, type: transform, code: changed}]";
        assertThat(sequin.post("/api/config/apply", yaml(yaml)).body().toString())
                .contains("postgres-demo-password");

        assertThat(applied(yaml).content().toString()).doesNotContain("postgres-demo-password");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "A sink that leaves out filter, transform or routing has them set to none.",
            here = "The plan notes it, and shows the change.",
            rule = {"ConfigRules", "Configuration"},
            grave = true)
    void functions_that_are_left_out_are_noted() {
        String yaml =
                "sinks: [{name: stripe_webhooks_sink, database: prod_db, source: {include_tables: [transactions]}, destination: {type: webhook, http_endpoint: stripe-relay}}]";
        sequin.post("/api/config/apply", yaml(yaml));
        assertThat(sequin.get(SINK_PATH + "/stripe_webhooks_sink").text("/filter"))
                .isEqualTo("none");

        sequin.reset();
        Said plan = agent.does("plan_config", yaml(yaml));

        assertThat(plan.list("/notes")).anyMatch(note -> note.contains("filter") && note.contains("set to none"));
        assertThat(plan.text("/changes/0/fields/filter/before")).isEqualTo("large-amounts");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "A database that leaves out its port has it set to 5432.",
            here = "The plan notes it.",
            rule = "ConfigRules")
    void a_port_that_is_left_out_is_noted() {
        sequin.patch(PROD, "{'port': 6543}");
        String yaml =
                "databases: [{name: prod_db, hostname: postgres.internal, database: prod, username: sequin, password: postgres-demo-password, slot: {name: sequin_slot}, publication: {name: sequin_pub}}]";
        sequin.post("/api/config/apply", yaml(yaml));
        assertThat(sequin.get(PROD).at("/port").asInt()).isEqualTo(5432);

        Said plan = agent.does("plan_config", yaml(yaml));

        assertThat(plan.list("/notes")).anyMatch(note -> note.contains("set to 5432"));
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "Text that is no mapping, such as a list, is a 500.",
            here = "Refused with what has to be at the top.",
            rule = "ConfigDocument")
    void a_scalar_is_no_configuration() {
        assertThat(bare("just words")).isEqualTo(500);
        assertThat(bare("- a\n- b")).isEqualTo(500);

        assertThat(refused("just words").list("/allowed")).contains("databases", "sinks");
        assertThat(refused("- a\n- b").text("/field")).isEqualTo("yaml");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "A change retention without one of its fields is a 500.",
            here = "Checked before the call; the error names the entry and the field.",
            rule = "ConfigRules")
    void what_an_entry_needs_is_told() {
        String retention = "change_retentions: [{name: kept, source_database: prod_db}]";
        assertThat(bare(retention)).isIn(400, 500);

        assertThat(refused(retention).message()).contains("`kept` needs");
        assertThat(refused("sinks: [{database: prod_db}]").message()).contains("needs a `name`");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "Top-level keys it doesn't know are ignored, also misspelt ones.",
            here = "Known mistakes are refused with the right key, others noted.",
            rule = "ConfigRules")
    void unknown_keys_are_told() {
        assertThat(bare("sink: [{name: x}]")).isEqualTo(200);

        assertThat(refused("sink: [{name: x}]").message()).contains("`sinks` is meant");
        assertThat(agent.does("plan_config", yaml("sinkz: []\nfunctions: []")).list("/notes"))
                .anyMatch(note -> note.contains("ignores `sinkz`"));
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "`users` makes people who can log in, and `api_tokens` access to the whole account.",
            here = "Refused unless the operator allows them by name; so is `publication.init_sql`.",
            rule = "ConfigRules",
            grave = true)
    void access_is_not_given_by_yaml() {
        String users = "users: [{email: eve@example.com, password: correct-horse}]";
        assertThat(bare(users)).isEqualTo(200);
        assertThat(bare("api_tokens: [{name: eve, token: chosen}]")).isEqualTo(200);

        assertThat(refused(users).code()).isEqualTo("forbidden");
        assertThat(refused("api_tokens: [{name: eve, token: chosen}]").code()).isEqualTo("forbidden");
        assertThat(refused("databases: [{name: x, publication: {name: p, init_sql: 'drop table orders'}}]")
                        .code())
                .isEqualTo("forbidden");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "Placeholders such as ${PASSWORD} are for its command line; the server stores them as they stand.",
            here = "Refused with the path.",
            rule = "ConfigRules",
            grave = true)
    void placeholders_are_not_stored() {
        String yaml = "http_endpoints: [{name: hook, url: 'https://h.example.com/x', headers: {X-Key: '${HOOK_KEY}'}}]";
        sequin.post("/api/config/apply", yaml(yaml));
        assertThat(sequin.get("/api/destinations/http_endpoints/hook").text("/headers/X-Key"))
                .isEqualTo("${HOOK_KEY}");

        assertThat(refused(yaml).text("/field")).isEqualTo("http_endpoints[0].headers.X-Key");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "A table that it has not read yet is unknown to it, though it is there.",
            here =
                    "The plan is refused with the table named, and the refresh that makes Sequin see it as the next call.",
            rule = "Configuration")
    void a_table_that_is_not_known_is_named() {
        String yaml = "sinks: [{name: nope, database: prod_db, source: {include_tables: [public.nope]},"
                + " destination: {type: sequin_stream}}]";
        assertThat(bare(yaml)).isEqualTo(422);

        Said refused = agent.refused("plan_config", yaml(yaml));

        assertThat(refused.text("/field")).isEqualTo("yaml");
        assertThat(refused.message()).contains("public.nope", "prod_db");
        assertThat(refused.text("/next/0/tool")).isEqualTo("refresh_database_tables");
        assertThat(refused.text("/next/0/arguments/database_id_or_name")).isEqualTo("prod_db");
        assertThat(refused.text("/next/1/tool")).isEqualTo("plan_config");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "An export has `local: true`, which an apply doesn't see.",
            here = "Refused with how to write it.",
            rule = "ConfigRules")
    void a_local_endpoint_is_in_quotes() {
        String yaml = "http_endpoints: [{name: laptop, local: true, path: /in}]";
        assertThat(bare(yaml)).isEqualTo(400);

        assertThat(refused(yaml).message()).contains("local: \"true\"");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "Functions are refused in the notation of its own language.",
            here = "Type, code, `$1` of an enrichment and `sink_type` of a routing are checked first.",
            rule = "ConfigRules")
    void functions_are_checked() {
        String enrichment = "functions: [{name: f, type: enrichment, code: 'select 1'}]";
        String routing = "functions: [{name: f, type: routing, code: x}]";
        assertThat(sequin.post("/api/config/plan", yaml(routing)).text("/summary"))
                .contains("%{");
        assertThat(bare(enrichment)).isEqualTo(400);

        assertThat(refused(enrichment).message()).contains("$1");
        assertThat(refused(routing).message()).contains("sink_type");
        assertThat(refused("functions: [{name: f, type: lambda, code: x}]").list("/allowed"))
                .contains("transform", "filter");
        assertThat(refused("functions: [{name: none, type: path, path: record}]")
                        .message())
                .contains("stands for no function");
        assertThat(refused("functions: [{name: f, file: f.ex}]").message()).contains("command line");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "A sink that uses a function of the wrong kind is a 500.",
            here = "Checked before the call, within the YAML.",
            rule = {"ConfigRules", "FunctionKinds"})
    void kinds_are_checked() {
        String yaml =
                "functions: [{name: only-id, type: transform, code: x}]\nsinks: [{name: s, database: prod_db, filter: only-id, destination: {type: sequin_stream}}]";
        assertThat(bare(yaml)).isEqualTo(500);

        assertThat(refused(yaml).message()).contains("`only-id` as its filter");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "When an action after the apply fails, it answers 500 though the configuration is stored.",
            here = "The error says that it is stored, and not to apply it again.",
            rule = "Configuration")
    void a_half_done_apply_is_told() {
        String yaml = "functions: [{name: id-only, type: transform, code: changed}]";
        sequin.answer(
                "POST /api/config/apply",
                500,
                "application/json",
                "{\"summary\":\"Successfully applied config, but failed to apply actions: timeout\"}");
        Said plan = agent.does("plan_config", yaml(yaml));
        Said refused =
                agent.refused("apply_config", plan.at("/next/0/arguments").toString());

        assertThat(refused.message()).contains("The configuration is stored", "Don't apply it again");
    }

    @Test
    @Trap(
            topic = CONFIG,
            sequin = "Apply does whatever the YAML says by then, even if the account has changed since the plan.",
            here = "apply_config takes a plan, once, and refuses when the account has changed.",
            rule = "Plans",
            grave = true)
    void an_apply_is_what_was_planned() {
        String yaml = "functions: [{name: id-only, type: transform, code: changed}]";
        Said plan = agent.does("plan_config", yaml(yaml));
        sequin.patch(SINK_PATH + "/billing_events", "{'batch_size': 7}");

        Said refused =
                agent.refused("apply_config", plan.at("/next/0/arguments").toString());

        assertThat(refused.code()).isEqualTo("stale");
        assertThat(refused.message()).contains("Nothing was applied");
    }
}
