package io.sequinmcp.traps;

import static io.sequinmcp.traps.Trap.Topic.BACKFILLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backfills: section 7. */
@QuarkusTest
class BackfillTrapsTest extends TrapTest {
    private static final String BILLING = SINK_PATH + "/billing_events/backfills";
    private static final String SNOWFLAKE = SINK_PATH + "/snowflake_sink/backfills";

    private String start(String path, String body) {
        return sequin.post(path, body).text("/id");
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "The state is spelt `cancelled`; `canceled` is invalid, though the time is called `canceled_at`.",
            here = "Both are understood, and the answer says what was made of it.",
            rule = {"Synonyms", "BackfillTransition"})
    void canceled_is_understood() {
        String id = start(BILLING, "{}");
        assertThat(sequin.patch(BILLING + "/" + id, "{'state': 'canceled'}").status())
                .isEqualTo(422);

        Said updated = agent.does(
                "update_backfill", "{'sink_id_or_name': 'billing_events', 'id': '" + id + "', 'state': 'canceled'}");

        assertThat(updated.text("/state")).isEqualTo("cancelled");
        assertThat(updated.list("/notes")).containsExactly("Read `canceled` as `cancelled`, as Sequin spells it.");
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "A backfill that is changed through another sink is a 500.",
            here = "The error names the sink it belongs to, and has the call that works.",
            rule = "Backfills",
            grave = true)
    void the_owner_of_a_backfill_is_found() {
        String id = start(BILLING, "{}");
        assertThat(sequin.patch(SINK_PATH + "/order_audit/backfills/" + id, "{'state': 'paused'}")
                        .status())
                .isEqualTo(500);

        Said refused = agent.refused(
                "update_backfill", "{'sink_id_or_name': 'order_audit', 'id': '" + id + "', 'state': 'paused'}");

        assertThat(refused.message()).contains("belongs to sink `billing_events`");
        assertThat(refused.text("/next/0/tool")).isEqualTo("update_backfill");
        agent.does("update_backfill", refused.at("/next/0/arguments").toString());
        assertThat(sequin.get(BILLING + "/" + id).text("/state")).isEqualTo("paused");
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "A sink of more than one table wants a `table`, and can't say which there are.",
            here = "The error lists the tables that are known, each with its call.",
            rule = "BackfillTable")
    void the_tables_of_a_sink_are_told() {
        assertThat(sequin.post(SNOWFLAKE, "{}").text("/summary")).isEqualTo("Table reference is required");

        Said refused = agent.refused("create_backfill", "{'sink_id_or_name': 'snowflake_sink'}");

        assertThat(refused.list("/allowed")).contains("public.orders", "public.users");
        assertThat(refused.at("/next").findValuesAsText("table")).contains("public.orders");
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "A table outside of the sink's source is refused without saying what is inside.",
            here = "Checked first; the error lists what the sink takes.",
            rule = "BackfillTable")
    void a_table_has_to_be_of_the_sink() {
        assertThat(sequin.post(BILLING, "{'table': 'public.orders'}").status()).isEqualTo(422);

        Said refused =
                agent.refused("create_backfill", "{'sink_id_or_name': 'billing_events', 'table': 'public.orders'}");

        assertThat(refused.list("/allowed")).containsExactly("billing.invoices");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "A second backfill of a table is refused without naming the first.",
            here = "The error names it, with the calls that watch or cancel it.",
            rule = "OneOpenBackfill")
    void the_running_backfill_is_named() {
        String id = start(BILLING, "{}");
        assertThat(sequin.post(BILLING, "{}").body().toString()).doesNotContain(id);

        Said refused = agent.refused("create_backfill", "{'sink_id_or_name': 'billing_events'}");

        assertThat(refused.code()).isEqualTo("conflict");
        assertThat(refused.message()).contains(id);
        assertThat(refused.at("/next").findValuesAsText("tool")).containsExactly("get_backfill", "update_backfill");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "Setting the state that it has already restarts the reader.",
            here = "Nothing is sent, and the answer says so.",
            rule = "Backfills")
    void the_same_state_is_not_sent() {
        String id = start(BILLING, "{}");
        assertThat(sequin.patch(BILLING + "/" + id, "{'state': 'active'}").status())
                .isEqualTo(200);

        Said updated = agent.does(
                "update_backfill", "{'sink_id_or_name': 'billing_events', 'id': '" + id + "', 'state': 'active'}");

        assertThat(updated.list("/notes")).anyMatch(note -> note.contains("nothing was changed"));
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "A backfill that is over can't be started again, nor can any be deleted.",
            here = "The error has the call that starts a new one.",
            rule = "BackfillTransition")
    void what_is_over_stays_over() {
        String id = start(BILLING, "{}");
        sequin.patch(BILLING + "/" + id, "{'state': 'cancelled'}");
        assertThat(sequin.patch(BILLING + "/" + id, "{'state': 'active'}").status())
                .isEqualTo(422);
        assertThat(sequin.delete(BILLING + "/" + id).status()).isEqualTo(404);

        Said refused = agent.refused(
                "update_backfill", "{'sink_id_or_name': 'billing_events', 'id': '" + id + "', 'state': 'active'}");

        assertThat(refused.code()).isEqualTo("conflict");
        assertThat(refused.text("/next/0/tool")).isEqualTo("create_backfill");
        agent.does("create_backfill", refused.at("/next/0/arguments").toString());
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "An id that is no UUID is a bare 400 `Bad Request`.",
            here = "Not found, with the ids of the sink's backfills.",
            rule = "Backfills")
    void an_id_that_is_none_is_not_found() {
        String id = start(BILLING, "{}");
        assertThat(sequin.get(BILLING + "/latest").status()).isEqualTo(400);

        Said refused = agent.refused("get_backfill", "{'sink_id_or_name': 'billing_events', 'id': 'latest'}");

        assertThat(refused.code()).isEqualTo("not_found");
        assertThat(refused.list("/allowed")).containsExactly(id);
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "On a paused sink a backfill starts and nothing is delivered; Sequin says nothing of it.",
            here = "The answer says so.",
            rule = "Backfills")
    void a_backfill_of_a_paused_sink_is_noted() {
        assertThat(sequin.post(SINK_PATH + "/crm_contacts/backfills", "{}").text("/state"))
                .isEqualTo("active");

        sequin.reset();
        Said created = agent.does("create_backfill", "{'sink_id_or_name': 'crm_contacts'}");

        assertThat(created.list("/notes")).anyMatch(note -> note.contains("delivered once it is active"));
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "A backfill of a table without a primary key starts, then fails, and the API shows no reason.",
            here = "The answer gives the usual reason.",
            rule = "BackfillTools")
    void a_failed_backfill_is_explained() {
        String id = start(SNOWFLAKE, "{'table': 'public.raw_events'}");
        sequin.pass(java.time.Duration.ofMinutes(2));
        assertThat(sequin.get(SNOWFLAKE + "/" + id).text("/state")).isEqualTo("failed");

        Said backfill = agent.does("get_backfill", "{'sink_id_or_name': 'snowflake_sink', 'id': '" + id + "'}");

        assertThat(backfill.list("/notes")).anyMatch(note -> note.contains("primary key"));
    }

    @Test
    @Trap(
            topic = BACKFILLS,
            sequin = "A table made a minute ago is \"not found\".",
            here = "The error leads to the refresh, then to the same call again.",
            rule = "Backfills")
    void a_new_table_needs_a_refresh() {
        Postgres.addTable(sequin, "coupons");
        assertThat(sequin.post(SNOWFLAKE, "{'table': 'public.coupons'}").status())
                .isEqualTo(422);

        Said refused =
                agent.refused("create_backfill", "{'sink_id_or_name': 'snowflake_sink', 'table': 'public.coupons'}");

        assertThat(refused.at("/next").findValuesAsText("tool"))
                .containsExactly("refresh_database_tables", "create_backfill");
        assertThat(refused.list("/allowed"))
                .as("tables that there are, if it was no new one")
                .contains("public.orders")
                .doesNotContain("public.coupons");
        refused.at("/next")
                .forEach(next -> agent.does(
                        next.path("tool").asText(), next.path("arguments").toString()));
    }

    @Test
    void nobody_waits_for_longer_than_25_seconds() {
        for (String call : List.of(
                "create_backfill {'sink_id_or_name': 'billing_events', 'wait_seconds': 26}",
                "get_backfill {'sink_id_or_name': 'billing_events', 'id': 'x', 'wait_seconds': 26}")) {
            Said refused = agent.refused(call.substring(0, call.indexOf(' ')), call.substring(call.indexOf(' ') + 1));

            assertThat(refused.text("/field")).isEqualTo("wait_seconds");
            assertThat(refused.message()).contains("0 to 25");
        }
        assertThat(sequin.get(BILLING).at("/data")).as("none was started").isEmpty();
    }
}
