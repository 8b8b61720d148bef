package io.sequinmcp.traps;

import static io.sequinmcp.traps.Trap.Topic.DATABASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import org.junit.jupiter.api.Test;

/** Databases: sections 3.1 to 3.5. */
@QuarkusTest
class DatabaseTrapsTest extends TrapTest {
    private static final String NEW =
            """
            {'name': 'copy', 'hostname': 'postgres.internal', 'database': 'analytics', 'username': 'sequin',
             'password': 'postgres-demo-password', %s}""";
    private static final String SLOT = "'slot_name': 'spare_analytics_slot', 'publication_name': 'analytics_pub'";
    private static final String ALL = "/api/postgres_databases";

    private static String bare(String slot, String publication, String more) {
        return NEW.formatted("'replication_slots': [{'slot_name': '" + slot + "', 'publication_name': '" + publication
                + "'}]" + more);
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "An update that leaves out the port sets it back to 5432, even an empty one.",
            here = "The stored port is always sent along.",
            rule = "DatabaseRequest",
            grave = true)
    void an_update_keeps_the_port() {
        sequin.patch(PROD, "{'port': 6543}");
        assertThat(sequin.patch(PROD, "{}").at("/port").asInt()).isEqualTo(5432);

        sequin.patch(PROD, "{'port': 6543}");
        agent.does("update_database", "{'database_id_or_name': 'prod_db', 'username': 'other'}");

        assertThat(sequin.get(PROD).at("/port").asInt()).isEqualTo(6543);
        assertThat(sequin.get(PROD).text("/username")).isEqualTo("other");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "A masked password that is sent back is stored: the asterisks become the password.",
            here = "Masks are refused with the field named; left out, the stored password stays.",
            rule = {"Secrets", "DatabaseRequest"},
            grave = true)
    void a_masked_password_is_not_stored() {
        String masked = sequin.get(PROD).text("/password");
        sequin.patch(PROD, "{'port': 5432, 'password': '" + masked + "'}");
        assertThat(sequin.get(PROD + "?show_sensitive=true").text("/password")).isEqualTo(masked);

        sequin.reset();
        Said refused = agent.refused(
                "update_database", "{'database_id_or_name': 'prod_db', 'password': '" + masked + "', 'port': 5432}");

        assertThat(refused.code()).isEqualTo("invalid_argument");
        assertThat(refused.text("/field")).isEqualTo("password");
        assertThat(refused.list("/leave_out")).containsExactly("password");
        assertThat(sequin.get(PROD + "?show_sensitive=true").text("/password")).isEqualTo("postgres-demo-password");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "An update is stored without trying the connection: a wrong host answers 200.",
            here = "The answer says so, and offers the connection test as the next call.",
            rule = "DatabaseRequest")
    void an_update_is_followed_by_a_test() {
        assertThat(sequin.patch(PROD, "{'port': 5432, 'hostname': 'nowhere.internal'}")
                        .status())
                .isEqualTo(200);

        sequin.reset();
        Said updated = agent.does("update_database", "{'database_id_or_name': 'prod_db', 'port': 6543}");

        assertThat(updated.list("/notes")).anyMatch(note -> note.contains("without trying the connection"));
        assertThat(updated.text("/next/0/tool")).isEqualTo("test_database_connection");
        Said tested = agent.does(
                "test_database_connection", updated.at("/next/0/arguments").toString());
        assertThat(tested.at("/ok").asBoolean()).isFalse();
        assertThat(tested.text("/reason")).contains("econnrefused");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "A database that doesn't exist and a login that is refused fail with the same words.",
            here = "The error names the argument at fault.",
            rule = "DatabaseFailures")
    void what_kept_a_connection_from_being_made_is_named() {
        String settings = NEW.formatted(SLOT);
        String words = "Failed to connect to database";
        String unknown = settings.replace("'database': 'analytics'", "'database': 'nope'");
        String refused = settings.replace("postgres-demo-password", "another-password");
        assertThat(sequin.post(ALL, unknownAtSequin("nope", "postgres-demo-password"))
                        .text("/summary"))
                .startsWith(words);
        assertThat(sequin.post(ALL, unknownAtSequin("analytics", "another-password"))
                        .text("/summary"))
                .startsWith(words);

        assertThat(agent.refused("create_database", unknown).text("/field")).isEqualTo("database");
        assertThat(agent.refused("create_database", refused).text("/field")).isEqualTo("password");
    }

    private static String unknownAtSequin(String database, String password) {
        return bare("spare_analytics_slot", "analytics_pub", "")
                .replace("'database': 'analytics'", "'database': '" + database + "'")
                .replace("postgres-demo-password", password);
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "A change of the slot without its `id` is refused; with any id at all it is taken.",
            here = "Slot, publication and status are plain parameters; the id and what is to stay are added.",
            rule = "DatabaseRequest")
    void a_slot_is_changed_by_its_name_alone() {
        String slots = "{'port': 5432, 'replication_slots': [{%s'slot_name': 'spare_slot'}]}";
        assertThat(sequin.patch(PROD, slots.formatted("")).status()).isEqualTo(422);
        assertThat(sequin.patch(PROD, slots.formatted("'id': 'nonsense', ")).status())
                .isEqualTo(200);

        sequin.reset();
        agent.does("update_database", "{'database_id_or_name': 'prod_db', 'slot_name': 'spare_slot'}");

        assertThat(sequin.get(PROD).text("/replication_slots/0/slot_name")).isEqualTo("spare_slot");
        assertThat(sequin.get(PROD).text("/replication_slots/0/publication_name"))
                .isEqualTo("sequin_pub");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin =
                    "A second entry for a slot that another one reads is accepted; then neither is sure of its changes.",
            here = "Refused on create and update: a slot has one reader.",
            rule = "SlotHolder",
            grave = true)
    void a_slot_has_one_reader() {
        assertThat(sequin.post(ALL, bare("analytics_slot", "analytics_pub", "")).status())
                .isEqualTo(201);

        sequin.reset();
        Said created = agent.refused(
                "create_database", NEW.formatted("'slot_name': 'analytics_slot', 'publication_name': 'analytics_pub'"));
        sequin.post(ALL, bare("spare_analytics_slot", "analytics_pub", ""));
        Said updated =
                agent.refused("update_database", "{'database_id_or_name': 'copy', 'slot_name': 'analytics_slot'}");

        assertThat(created.code()).isEqualTo("conflict");
        assertThat(updated.code()).isEqualTo("conflict");
        assertThat(updated.message()).contains("one reader");
        assertThat(sequin.get(ALL + "/copy").text("/replication_slots/0/slot_name"))
                .isEqualTo("spare_analytics_slot");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "A missing user, password or database is a 500.",
            here = "Each is asked for by name before the call.",
            rule = "DatabaseRequest")
    void what_a_connection_needs_is_asked_for() {
        String incomplete =
                "{'name': 'x', 'hostname': 'postgres.internal', 'database': 'analytics', 'password': 'p', %s}";
        assertThat(sequin.post(
                                ALL,
                                incomplete.formatted(
                                        "'replication_slots': [{'slot_name': 's', 'publication_name': 'p'}]"))
                        .status())
                .isEqualTo(500);

        Said refused = agent.refused("create_database", incomplete.formatted(SLOT));

        assertThat(refused.text("/field")).isEqualTo("username");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "`ssl: true` for a server without TLS is a 500.",
            here = "The error says what is most often behind it, and names `ssl`.",
            rule = "DatabaseFailures")
    void a_server_without_tls_is_explained() {
        assertThat(sequin.post(ALL, bare("spare_analytics_slot", "analytics_pub", ", 'ssl': true"))
                        .status())
                .isEqualTo(500);

        Said refused = agent.refused("create_database", NEW.formatted(SLOT + ", 'ssl': true"));

        assertThat(refused.text("/field")).isEqualTo("ssl");
        assertThat(refused.message()).contains("speaks no TLS");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "`ssl` is off unless asked for, whatever the documentation says.",
            here = "The answer says that the connection has no TLS.",
            rule = "DatabaseRequest")
    void a_connection_without_tls_is_told() {
        assertThat(sequin.post(ALL, bare("spare_analytics_slot", "analytics_pub", ""))
                        .at("/ssl")
                        .asBoolean())
                .isFalse();

        sequin.reset();
        Said created = agent.does("create_database", NEW.formatted(SLOT));

        assertThat(created.list("/notes")).anyMatch(note -> note.contains("without TLS"));
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "A slot or publication that is missing in Postgres is a bare 404 `Not found`.",
            here = "The error names the parameter and gives the SQL that makes it.",
            rule = "DatabaseFailures")
    void a_missing_slot_is_explained() {
        assertThat(sequin.post(ALL, bare("no_slot", "analytics_pub", "")).status())
                .isEqualTo(404);
        assertThat(sequin.post(ALL, bare("spare_analytics_slot", "no_pub", "")).status())
                .isEqualTo(404);

        Said slot = agent.refused(
                "create_database", NEW.formatted("'slot_name': 'no_slot', 'publication_name': 'analytics_pub'"));
        Said publication = agent.refused(
                "create_database", NEW.formatted("'slot_name': 'spare_analytics_slot', 'publication_name': 'no_pub'"));

        assertThat(slot.text("/field")).isEqualTo("slot_name");
        assertThat(slot.message()).contains("pg_create_logical_replication_slot");
        assertThat(publication.text("/field")).isEqualTo("publication_name");
        assertThat(publication.message()).contains("create publication");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "A url needs its port, takes no ?query and nothing beside it, and %-escapes stay as they are.",
            here = "The form is checked first, and the error shows the whole of it.",
            rule = "DatabaseRequest")
    void a_url_is_checked() {
        String url = "{'name': 'x', 'url': 'postgresql://sequin:p%s', %s}";
        String slots = "'replication_slots': [{'slot_name': 's', 'publication_name': 'p'}]";
        assertThat(sequin.post(ALL, url.formatted("@postgres.internal/analytics", slots))
                        .status())
                .isEqualTo(422);
        assertThat(sequin.post(ALL, url.formatted("@postgres.internal:5432/analytics?sslmode=require", slots))
                        .status())
                .isEqualTo(422);

        assertThat(agent.refused("create_database", url.formatted("@postgres.internal/analytics", SLOT))
                        .message())
                .contains("postgresql://user:password@host:5432/database");
        assertThat(agent.refused("create_database", url.formatted("%40@postgres.internal:5432/analytics", SLOT))
                        .message())
                .contains("%-escapes");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "Fields it doesn't know, such as `pool_size`, are dropped without a word.",
            here = "Unknown parameters are refused with the list of those there are.",
            rule = "ArgumentReader")
    void unknown_fields_are_not_dropped() {
        assertThat(sequin.patch(PROD, "{'port': 5432, 'pool_size': 50}").status())
                .isEqualTo(200);
        assertThat(sequin.get(PROD).at("/pool_size").asInt()).isNotEqualTo(50);

        Said refused = agent.refused("update_database", "{'database_id_or_name': 'prod_db', 'pool_size': 50}");

        assertThat(refused.text("/field")).isEqualTo("pool_size");
        assertThat(refused.list("/allowed")).contains("port", "ssl");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "A name that is taken is a 422 whose summary is null.",
            here = "Checked first; the error leads to the database that has the name.",
            rule = "SlotHolder")
    void a_taken_name_is_told() {
        assertThat(sequin.patch(PROD, "{'port': 5432, 'name': 'analytics_db'}")
                        .at("/summary")
                        .isNull())
                .isTrue();

        Said refused = agent.refused("update_database", "{'database_id_or_name': 'prod_db', 'name': 'analytics_db'}");

        assertThat(refused.code()).isEqualTo("conflict");
        assertThat(refused.message()).contains("`analytics_db` already");
        assertThat(refused.text("/next/0/arguments/database_id_or_name")).isEqualTo("analytics_db");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "`status: disabled` on a slot stops every sink of its database, and nothing says so.",
            here = "The answer says so.",
            rule = "DatabaseRequest")
    void disabling_a_slot_is_told() {
        String id = sequin.get(PROD).text("/replication_slots/0/id");
        assertThat(sequin.patch(
                                PROD,
                                "{'port': 5432, 'replication_slots': [{'id': '" + id + "', 'status': 'disabled'}]}")
                        .status())
                .isEqualTo(200);

        sequin.reset();
        Said updated = agent.does("update_database", "{'database_id_or_name': 'prod_db', 'slot_status': 'disabled'}");

        assertThat(updated.list("/notes")).anyMatch(note -> note.contains("stops every sink"));
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "Testing a database that has no slot entry is a 500.",
            here = "The test fails with that reason, and Sequin is not asked.",
            rule = "Databases")
    void a_database_without_a_slot_fails_its_test() {
        sequin.delete("/api/sinks/page_view_cache");
        String slot = sequin.get(ALL + "/analytics_db").text("/replication_slots/0/id");
        sequin.delete("/api/postgres_replications/" + slot);
        assertThat(sequin.post(ALL + "/analytics_db/test_connection", "{}").status())
                .isEqualTo(500);

        Said tested = agent.does("test_database_connection", "{'database_id_or_name': 'analytics_db'}");

        assertThat(tested.at("/ok").asBoolean()).isFalse();
        assertThat(tested.text("/reason")).contains("no replication slot");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "Reading the tables anew fails without a reason.",
            here = "The error leads to the connection test, which has one.",
            rule = "Databases")
    void a_failed_refresh_leads_to_the_test() {
        sequin.patch(PROD, "{'port': 5432, 'hostname': 'nowhere.internal'}");
        assertThat(sequin.post(PROD + "/refresh_tables", "{}").body().toString())
                .isEqualTo("{\"success\":false}");

        Said refused = agent.refused("refresh_database_tables", "{'database_id_or_name': 'prod_db'}");

        assertThat(refused.text("/next/0/tool")).isEqualTo("test_database_connection");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "A database in use can't be deleted, and what uses it is not named.",
            here = "plan_delete lists every sink and change retention that has to go first, in order.",
            rule = "Removals",
            grave = true)
    void what_holds_a_database_is_named() {
        assertThat(sequin.delete(PROD).text("/error"))
                .isEqualTo(
                        "Cannot delete database that's used by sink consumers. Please delete associated sink consumers"
                                + " first.");

        Said plan = agent.does("plan_delete", "{'kind': 'database', 'id_or_name': 'prod_db'}");

        assertThat(plan.at("/blocked").asBoolean()).isTrue();
        assertThat(plan.at("/remove_first").findValuesAsText("name"))
                .contains("billing_events", "snowflake_sink", "order_history");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin =
                    "Deleting a database leaves its replication slot in Postgres, where it keeps the WAL until the disk"
                            + " is full.",
            here = "Plan and answer give the SQL that drops the slot.",
            rule = "Removals",
            grave = true)
    void the_slot_that_stays_is_told() {
        sequin.delete("/api/sinks/page_view_cache");
        assertThat(sequin.delete(ALL + "/analytics_db").body().toString()).doesNotContain("slot");

        sequin.reset();
        sequin.delete("/api/sinks/page_view_cache");
        Said plan = agent.does("plan_delete", "{'kind': 'database', 'id_or_name': 'analytics_db'}");
        Said deleted = agent.does(
                plan.text("/next/0/tool"), plan.at("/next/0/arguments").toString());

        assertThat(deleted.at("/stays_behind").findValuesAsText("sql"))
                .containsExactly("select pg_drop_replication_slot('analytics_slot');");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "A database that a change retention only writes to can't be deleted: a 500.",
            here = "The retention is listed among what has to go first.",
            rule = "Removals")
    void the_target_of_a_retention_is_held() {
        sequin.delete("/api/sinks/page_view_cache");
        sequin.post(
                "/api/config/apply",
                """
                {"yaml": "change_retentions: [{name: kept, source_database: prod_db, source_table_schema: public, source_table_name: orders, destination_database: analytics_db, destination_table_schema: public, destination_table_name: page_views, actions: [insert]}]"}""");
        assertThat(sequin.delete(ALL + "/analytics_db").status()).isEqualTo(500);

        Said plan = agent.does("plan_delete", "{'kind': 'database', 'id_or_name': 'analytics_db'}");

        assertThat(plan.at("/remove_first").findValuesAsText("name")).containsExactly("kept");
    }

    @Test
    @Trap(
            topic = DATABASES,
            sequin = "Supabase's pooler can't be replicated through; a new database with it is refused.",
            here = "Refused before the call, on update too, with what to use instead.",
            rule = "DatabaseRequest")
    void a_pooler_is_refused() {
        String pooled = bare("s", "p", "").replace("postgres.internal", "aws-0.pooler.supabase.com");
        assertThat(sequin.post(ALL, pooled).status()).isEqualTo(422);

        Said refused = agent.refused(
                "update_database", "{'database_id_or_name': 'prod_db', 'hostname': 'aws-0.pooler.supabase.com'}");

        assertThat(refused.message()).contains("direct connection");
        assertThat(sequin.written()).isEmpty();
    }
}
