package io.sequinmcp.traps;

import static io.sequinmcp.traps.Trap.Topic.SINKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import org.junit.jupiter.api.Test;

/** Sinks: sections 6.1 to 6.4, 6.6 and 6.7. */
@QuarkusTest
class SinkTrapsTest extends TrapTest {
    private static final String BILLING = SINK_PATH + "/billing_events";
    private static final String STREAM = "'destination': {'type': 'sequin_stream'}";

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A sink takes the name of its database, not the id.",
            here = "Name or id: the database is looked up and its name sent.",
            rule = "Sinks")
    void a_database_may_be_given_by_id() {
        String id = sequin.get(PROD).text("/id");
        String sink = "{'name': 'by_id', 'database': '" + id + "', " + STREAM + "}";
        assertThat(sequin.post(SINK_PATH, sink).status()).isEqualTo(404);

        assertThat(agent.does("create_sink", sink).text("/database")).isEqualTo("prod_db");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A change of source or tables without the database in the body is a 404.",
            here = "The database is added.",
            rule = "SinkRequest")
    void a_source_is_sent_with_its_database() {
        assertThat(sequin.patch(BILLING, "{'source': {'include_tables': ['orders']}}")
                        .status())
                .isEqualTo(404);

        agent.does("update_sink", "{'sink_id_or_name': 'billing_events', 'include_tables': ['orders']}");

        assertThat(sequin.get(BILLING).at("/source/include_tables").toString()).isEqualTo("[\"public.orders\"]");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "The source is replaced whole: what an update leaves out of it is no longer restricted.",
            here = "Each list is a parameter of its own; those not given are kept.",
            rule = "SourceSettings",
            grave = true)
    void a_source_keeps_what_is_not_mentioned() {
        String path = SINK_PATH + "/snowflake_sink";
        sequin.patch(path, "{'database': 'prod_db', 'source': {'exclude_tables': ['raw_events']}}");
        assertThat(sequin.get(path).at("/source/include_schemas").isNull()).isTrue();

        sequin.reset();
        agent.does("update_sink", "{'sink_id_or_name': 'snowflake_sink', 'exclude_tables': ['raw_events']}");
        assertThat(sequin.get(path).at("/source/include_schemas").toString()).isEqualTo("[\"public\"]");
        assertThat(sequin.get(path).at("/source/exclude_tables").toString()).isEqualTo("[\"public.raw_events\"]");

        Said widened = agent.does(
                "update_sink", "{'sink_id_or_name': 'billing_events', 'include_tables': [], 'include_schemas': []}");
        assertThat(widened.list("/notes")).anyMatch(note -> note.contains("every table of the publication"));
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "The list of group columns is replaced whole: other tables fall back to their primary key.",
            here = "Tables that are not given keep their columns; null brings back the primary key.",
            rule = "TableGrouping")
    void group_columns_of_other_tables_are_kept() {
        String path = SINK_PATH + "/snowflake_sink";
        String both = "{'database': 'prod_db', 'tables': [{'name': 'orders', 'group_column_names': ['user_id']},"
                + " {'name': 'users', 'group_column_names': ['plan']}]}";
        String one = "{'database': 'prod_db', 'tables': [{'name': 'orders', 'group_column_names': ['status']}]}";
        sequin.patch(path, both);
        assertThat(sequin.patch(path, one).at("/tables")).hasSize(1);

        sequin.patch(path, both);
        agent.does("update_sink", "{'sink_id_or_name': 'snowflake_sink', 'tables': {'orders': ['status']}}");

        assertThat(sequin.get(path).at("/tables").findValuesAsText("name"))
                .containsExactlyInAnyOrder("public.orders", "public.users");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A table without group columns is not ordered at all, rather than by its primary key.",
            here = "Done when asked for with an empty list, and the answer says what it means.",
            rule = "TableGrouping")
    void no_group_columns_mean_no_order() {
        String tables = "{'database': 'prod_db', 'tables': [{'name': 'billing.invoices'}]}";
        assertThat(sequin.patch(BILLING, tables).at("/tables/0/group_column_names"))
                .isEmpty();

        sequin.reset();
        Said updated =
                agent.does("update_sink", "{'sink_id_or_name': 'billing_events', 'tables': {'billing.invoices': []}}");

        assertThat(updated.list("/notes")).anyMatch(note -> note.contains("come in no order"));
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "What a read shows is not what an update takes: `health` makes it refuse the whole.",
            here = "Fields that can only be read are left out, and the answer says so.",
            rule = "SinkOptions")
    void read_only_fields_are_left_out() {
        assertThat(sequin.put(BILLING, sequin.get(BILLING).body().toString()).text("/summary"))
                .isEqualTo("Unknown field: health");

        Said updated = agent.does(
                "update_sink",
                "{'sink_id_or_name': 'billing_events', 'options': {'health': {}, 'annotations': {'team': 'billing'}}}");

        assertThat(updated.list("/notes")).containsExactly("Left out `health`, which can only be read.");
        assertThat(sequin.get(BILLING).text("/annotations/team")).isEqualTo("billing");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "Renaming onto a name that is taken is a 500.",
            here = "Checked first; the error leads to the sink that has the name.",
            rule = "Sinks")
    void a_rename_onto_a_taken_name_is_refused() {
        assertThat(sequin.patch(SINK_PATH + "/warehouse_sync", "{'name': 'billing_events'}")
                        .status())
                .isEqualTo(500);

        Said refused = agent.refused("update_sink", "{'sink_id_or_name': 'warehouse_sync', 'name': 'billing_events'}");

        assertThat(refused.code()).isEqualTo("conflict");
        assertThat(refused.text("/next/0/arguments/sink_id_or_name")).isEqualTo("billing_events");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A rename is not checked: a name with spaces or slashes is stored, and then can't be addressed.",
            here = "The rule for names holds on rename too; the error has a name that would do.",
            rule = "Named",
            grave = true)
    void a_rename_has_to_be_a_name() {
        assertThat(sequin.patch(SINK_PATH + "/warehouse_sync", "{'name': 'no good/name'}")
                        .text("/name"))
                .isEqualTo("no good/name");

        sequin.reset();
        Said refused = agent.refused("update_sink", "{'sink_id_or_name': 'warehouse_sync', 'name': 'no good/name'}");

        assertThat(refused.text("/corrected/name")).isEqualTo("no_good_name");
        assertThat(refused.text("/next/0/arguments/name")).isEqualTo("no_good_name");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A sink named like a UUID is taken for an id, and never found by its name.",
            here = "Such names are refused.",
            rule = "Named")
    void a_name_is_no_uuid() {
        String name = "5e4640a1-6c26-42da-a252-160507e7f313";
        String sink = "{'name': '" + name + "', 'database': 'prod_db', " + STREAM + "}";
        assertThat(sequin.post(SINK_PATH, sink).status()).isEqualTo(200);
        assertThat(sequin.get(SINK_PATH + "/" + name).status()).isEqualTo(404);

        assertThat(agent.refused("create_sink", sink).message()).contains("Sequin takes it for an id");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A function of the wrong kind is a 500.",
            here = "Checked first; the error lists the functions of the right kind.",
            rule = "FunctionKinds")
    void a_filter_is_a_filter_function() {
        assertThat(sequin.patch(BILLING, "{'filter': 'id-only'}").status()).isEqualTo(500);

        Said refused = agent.refused("update_sink", "{'sink_id_or_name': 'billing_events', 'filter': 'id-only'}");

        assertThat(refused.text("/field")).isEqualTo("filter");
        assertThat(refused.list("/allowed")).containsExactly("large-amounts", "none");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A filter function given as the transform is accepted, and then every message fails.",
            here = "Refused like any function of the wrong kind.",
            rule = "FunctionKinds",
            grave = true)
    void a_transform_is_a_transform_function() {
        assertThat(sequin.patch(BILLING, "{'transform': 'large-amounts'}").status())
                .isEqualTo(200);

        sequin.reset();
        Said refused =
                agent.refused("update_sink", "{'sink_id_or_name': 'billing_events', 'transform': 'large-amounts'}");

        assertThat(refused.list("/allowed")).contains("id-only", "record-only");
        assertThat(sequin.get(BILLING).text("/transform")).isEqualTo("none");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "An empty string is no way to say \"no function\", though the documentation shows it.",
            here = "The error has `none`, which is.",
            rule = "FunctionKinds")
    void no_function_is_none() {
        assertThat(sequin.patch(BILLING, "{'filter': ''}").text("/summary")).isEqualTo("Function '' not found.");

        Said refused = agent.refused("update_sink", "{'sink_id_or_name': 'billing_events', 'filter': ''}");

        assertThat(refused.text("/corrected/filter")).isEqualTo("none");
        assertThat(agent.call(
                                refused.text("/next/0/tool"),
                                refused.at("/next/0/arguments").toString())
                        .error())
                .isFalse();
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "An empty list of actions is accepted; such a sink never gets a change.",
            here = "Refused: leave it out for all actions.",
            rule = "SinkRequest")
    void actions_are_not_empty() {
        assertThat(sequin.patch(BILLING, "{'actions': []}").status()).isEqualTo(200);

        Said refused = agent.refused("update_sink", "{'sink_id_or_name': 'billing_events', 'actions': []}");

        assertThat(refused.list("/allowed")).containsExactly("insert", "update", "delete");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "`max_retry_count: null` answers 200 and changes nothing; the limit can't be taken back.",
            here = "The error says so, and what comes near.",
            rule = "SinkOptions")
    void a_retry_limit_stays() {
        String path = SINK_PATH + "/stripe_webhooks_sink";
        assertThat(sequin.patch(path, "{'max_retry_count': null}")
                        .at("/max_retry_count")
                        .asInt())
                .isEqualTo(12);

        Said refused = agent.refused(
                "update_sink", "{'sink_id_or_name': 'stripe_webhooks_sink', 'options': {'max_retry_count': null}}");

        assertThat(refused.message()).contains("can't be unset");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "`initial_backfill` is checked, then ignored.",
            here = "Refused, with what does start a backfill.",
            rule = "SinkOptions")
    void an_initial_backfill_is_not_ignored() {
        assertThat(sequin.patch(BILLING, "{'database': 'prod_db', 'initial_backfill': true}")
                        .status())
                .isEqualTo(200);
        assertThat(sequin.get(BILLING + "/backfills").at("/data")).isEmpty();

        Said refused = agent.refused(
                "update_sink", "{'sink_id_or_name': 'billing_events', 'options': {'initial_backfill': true}}");

        assertThat(refused.message()).contains("start a backfill");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "Annotations over 8 KB are refused after all else was done.",
            here = "Their size is checked before the call.",
            rule = "SinkOptions")
    void annotations_have_a_limit() {
        String large = "{'annotations': {'text': '" + "x".repeat(8_200) + "'}}";
        assertThat(sequin.patch(BILLING, large).status()).isEqualTo(422);

        Said refused = agent.refused("update_sink", "{'sink_id_or_name': 'billing_events', 'options': " + large + "}");

        assertThat(refused.message()).contains("8192 bytes");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A change of the database of a sink is taken and ignored.",
            here = "There is no such parameter on an update, and an unknown one is refused.",
            rule = {"ArgumentReader", "Sinks"})
    void a_sink_stays_on_its_database() {
        assertThat(sequin.patch(BILLING, "{'database': 'analytics_db'}").text("/database"))
                .isEqualTo("prod_db");

        assertThat(agent.refused("update_sink", "{'sink_id_or_name': 'billing_events', 'database': 'analytics_db'}")
                        .text("/field"))
                .isEqualTo("database");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A table made a minute ago is \"not found\" until Sequin reads its tables anew.",
            here = "The error leads to the refresh, then to the same call again.",
            rule = "SinkFailures")
    void a_new_table_needs_a_refresh() {
        Postgres.addTable(sequin, "coupons");
        String sink = "{'name': 'coupons', 'database': 'prod_db', %s, " + STREAM + "}";
        assertThat(sequin.post(SINK_PATH, sink.formatted("'source': {'include_tables': ['coupons']}"))
                        .status())
                .isEqualTo(422);

        Said refused = agent.refused("create_sink", sink.formatted("'include_tables': ['coupons']"));

        assertThat(refused.at("/next").findValuesAsText("tool"))
                .containsExactly("refresh_database_tables", "create_sink");
        refused.at("/next")
                .forEach(next -> agent.does(
                        next.path("tool").asText(), next.path("arguments").toString()));
        assertThat(sequin.get(SINK_PATH + "/coupons").status()).isEqualTo(200);
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A schema that doesn't exist is accepted; nothing ever arrives.",
            here = "The answer says that schemas are not checked.",
            rule = "SourceRule")
    void an_unknown_schema_is_noted() {
        String sink = "{'name': 'typo', 'database': 'prod_db', %s, " + STREAM + "}";
        assertThat(sequin.post(SINK_PATH, sink.formatted("'source': {'include_schemas': ['pubilc']}"))
                        .status())
                .isEqualTo(200);

        sequin.reset();
        Said created = agent.does("create_sink", sink.formatted("'include_schemas': ['pubilc']"));

        assertThat(created.list("/notes")).anyMatch(note -> note.contains("does not check that a schema exists"));
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "While a sink is disabled it misses every change, and may still deliver for a while.",
            here = "The answer says so, and that paused loses nothing.",
            rule = "SinkRequest",
            grave = true)
    void disabling_loses_changes() {
        assertThat(sequin.patch(BILLING, "{'status': 'disabled'}").body().toString())
                .doesNotContain("lost");

        sequin.reset();
        Said updated = agent.does("update_sink", "{'sink_id_or_name': 'billing_events', 'status': 'disabled'}");

        assertThat(updated.list("/notes")).anyMatch(note -> note.contains("lost") && note.contains("paused"));
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A stream that is stopped and started can hand out messages that were acked, under new ack ids.",
            here = "The answer warns, and receive_messages marks what it handed out before.",
            rule = {"SinkRequest", "Deliveries"})
    void starting_again_can_redeliver() {
        sequin.patch(BILLING, "{'status': 'paused'}");
        Said updated = agent.does("update_sink", "{'sink_id_or_name': 'billing_events', 'status': 'active'}");

        assertThat(updated.list("/notes")).anyMatch(note -> note.contains("may come again"));
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "`discard_on_full` drops changes for good when the buffer is full.",
            here = "The answer says so.",
            rule = "SinkRequest")
    void discarding_is_told() {
        assertThat(sequin.patch(BILLING, "{'load_shedding_policy': 'discard_on_full'}")
                        .status())
                .isEqualTo(200);

        sequin.reset();
        Said updated = agent.does(
                "update_sink",
                "{'sink_id_or_name': 'billing_events', 'options': {'load_shedding_policy': 'discard_on_full'}}");

        assertThat(updated.list("/notes")).anyMatch(note -> note.contains("lost to this sink for good"));
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "filter, routing, batch_size, max_retry_count and timestamp_format are stored on a stream, and do"
                    + " nothing there.",
            here = "The answer lists those without effect.",
            rule = "SinkRequest")
    void what_a_stream_ignores_is_told() {
        assertThat(sequin.patch(BILLING, "{'filter': 'large-amounts', 'batch_size': 5}")
                        .status())
                .isEqualTo(200);

        sequin.reset();
        Said updated = agent.does(
                "update_sink", "{'sink_id_or_name': 'billing_events', 'filter': 'large-amounts', 'batch_size': 5}");

        assertThat(updated.list("/notes"))
                .containsExactly("Stored, but without effect on a stream: filter, batch_size.");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "An enrichment on more than one table is refused in words about `enrichment_id`.",
            here = "Checked first, in the parameter's name.",
            rule = "SourceRule")
    void an_enrichment_has_one_table() {
        sequin.post(
                "/api/config/apply",
                """
                {"yaml": "functions: [{name: lookup, type: enrichment, code: 'select id from users where id = any($1)'}]"}""");
        String path = SINK_PATH + "/snowflake_sink";
        assertThat(sequin.patch(path, "{'enrichment': 'lookup'}").at("/validation_errors/enrichment_id"))
                .hasSize(1);

        Said refused = agent.refused("update_sink", "{'sink_id_or_name': 'snowflake_sink', 'enrichment': 'lookup'}");

        assertThat(refused.text("/field")).isEqualTo("enrichment");
        assertThat(refused.message()).contains("exactly one table");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A sink on a database without a slot entry is a 500.",
            here = "Refused before the call.",
            rule = "Sinks")
    void a_sink_needs_a_slot() {
        sequin.delete("/api/sinks/page_view_cache");
        String slot = sequin.get("/api/postgres_databases/analytics_db").text("/replication_slots/0/id");
        sequin.delete("/api/postgres_replications/" + slot);
        String sink = "{'name': 'slotless', 'database': 'analytics_db', " + STREAM + "}";
        assertThat(sequin.post(SINK_PATH, sink).status()).isEqualTo(500);

        Said refused = agent.refused("create_sink", sink);

        assertThat(refused.code()).isEqualTo("conflict");
        assertThat(refused.message()).contains("no replication slot entry");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "A sink can read healthy while its database is gone: health does not look there.",
            here = "diagnose_sink tests the connection, and puts it first.",
            rule = "SinkDiagnosis",
            grave = true)
    void health_does_not_cover_the_database() {
        sequin.patch(PROD, "{'port': 5432, 'hostname': 'nowhere.internal'}");
        assertThat(sequin.get(BILLING).text("/health/status")).isEqualTo("healthy");

        Said diagnosis = agent.does("diagnose_sink", "{'sink_id_or_name': 'billing_events'}");

        assertThat(diagnosis.content().toString()).contains("nxdomain");
    }

    @Test
    @Trap(
            topic = SINKS,
            sequin = "Deleting a sink drops its backfills and all it has buffered, without asking.",
            here = "plan_delete shows what is lost; the deletion takes that plan, once.",
            rule = {"Removals", "Plans"},
            grave = true)
    void deleting_takes_a_plan() {
        assertThat(sequin.delete(BILLING).status()).isEqualTo(200);

        sequin.reset();
        Said refused = agent.refused("delete_sink", "{'sink_id_or_name': 'billing_events', 'plan_id': 'none'}");
        assertThat(refused.code()).isEqualTo("stale");
        assertThat(sequin.get(BILLING).status()).isEqualTo(200);

        Said plan = agent.does(
                refused.text("/next/0/tool"), refused.at("/next/0/arguments").toString());
        assertThat(plan.list("/lost")).anyMatch(lost -> lost.contains("has not delivered"));
    }
}
