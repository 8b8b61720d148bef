package io.sequinmcp.tools;

import static io.sequinmcp.traps.Trap.Topic.DIAGNOSIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.gateway.TestConnectors;
import io.sequinmcp.traps.Trap;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every symptom that a client can see, made in the sandbox and found by an agent. */
@QuarkusTest
class DiagnoseSinkTest {
    private final Agent agent = new Agent(TestConnectors.EVERYTHING);

    @Inject
    Accounts accounts;

    private JsonObject diagnose(String sink) {
        return agent.call("diagnose_sink", Map.of("sink_id_or_name", sink));
    }

    private static List<JsonObject> findings(JsonObject diagnosis) {
        return diagnosis.getJsonArray("findings").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    /** The finding that says so; the diagnosis has to have one. */
    private static JsonObject finding(JsonObject diagnosis, String part) {
        return findings(diagnosis).stream()
                .filter(finding -> finding.getString("finding").contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError(part + " is not in " + diagnosis.encodePrettily()));
    }

    private static String next(JsonObject finding) {
        return finding.getJsonObject("next").getString("tool");
    }

    private void lever(String lever) {
        RestAssured.given()
                .post(accounts.named("default").orElseThrow().url() + "/_sandbox/" + lever)
                .then()
                .statusCode(200);
    }

    private void createStream(String name, String table) {
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
                        List.of(table)));
    }

    private void delete(String sink) {
        JsonObject plan = agent.call("plan_delete", Map.of("kind", "sink", "id_or_name", sink));
        agent.follow(plan.getJsonArray("next").getJsonObject(0));
    }

    @Test
    @Trap(
            topic = DIAGNOSIS,
            sequin = "A paused sink buffers and a disabled one misses changes, and both can read healthy.",
            here = "diagnose_sink puts it first, with the call that resumes the sink.",
            rule = "StatusSymptoms")
    void a_paused_sink_and_a_disabled_one() {
        JsonObject paused = finding(diagnose("crm_contacts"), "The sink is paused");
        assertThat(paused.getString("severity")).isEqualTo("error");
        assertThat(paused.getJsonObject("next").getJsonObject("arguments"))
                .isEqualTo(
                        new JsonObject().put("sink_id_or_name", "crm_contacts").put("status", "active"));

        assertThat(next(finding(diagnose("preference_archive"), "lost to it"))).isEqualTo("update_sink");
    }

    @Test
    void advice_is_what_the_connector_may_do() {
        JsonObject diagnosis =
                new Agent(TestConnectors.READER).call("diagnose_sink", Map.of("sink_id_or_name", "crm_contacts"));

        assertThat(finding(diagnosis, "The sink is paused").containsKey("next")).isFalse();
    }

    @Test
    @Trap(
            topic = DIAGNOSIS,
            sequin =
                    "A webhook that fails is retried without end, and discard_on_full drops for good what comes meanwhile.",
            here = "Both are told with the retries so far, and where to look at the endpoint.",
            rule = {"HealthSymptoms", "SettingSymptoms"})
    void a_webhook_that_does_not_answer_and_what_is_dropped_meanwhile() {
        JsonObject diagnosis = diagnose("stripe_webhooks_sink");

        JsonObject failing = findings(diagnosis).get(0);
        assertThat(failing.getString("finding"))
                .contains("does not accept")
                .contains("2xx")
                .contains("12 retries");
        assertThat(next(failing)).isEqualTo("get_http_endpoint");
        finding(diagnosis, "discarded for good");
        assertThat(diagnosis.getString("summary")).isEqualTo(failing.getString("finding"));
    }

    @Test
    @Trap(
            topic = DIAGNOSIS,
            sequin = "One sink with a full buffer stops every sink on its slot, and their health does not say why.",
            here = "diagnose_sink names the sink that blocks, with the call that looks at it.",
            rule = "NeighbourSymptoms",
            grave = true)
    void a_neighbour_that_fills_its_buffer() {
        JsonObject neighbour = finding(diagnose("legacy_user_sync"), "Another sink on the same slot");

        assertThat(neighbour.getString("evidence"))
                .contains("crm_contacts is paused")
                .contains("pause_on_full");
        assertThat(agent.follow(neighbour.getJsonObject("next")).getString("sink"))
                .isEqualTo("crm_contacts");
    }

    @ParameterizedTest
    @CsvSource({
        "hostname, nowhere.invalid, host name of the database is not known",
        "port, 5433, Nothing listens",
        "password, not-the-password, refuses the login",
        "database, no_such_database, no database of that name",
        "publication_name, no_pub, publication is not in that database",
        "slot_name, no_slot, slot is not in that database",
        "slot_status, disabled, switched off",
    })
    @Trap(
            topic = DIAGNOSIS,
            sequin = "A wrong host, password, slot or publication shows in no sink's health.",
            here = "diagnose_sink tests the connection and says which of them it is.",
            rule = "DatabaseSymptoms")
    void a_database_that_can_not_be_used_behind_a_sink_that_seems_well(String field, String value, String meaning) {
        Map<String, Object> right = Map.of(
                "hostname", "postgres.internal",
                "port", 5432,
                "password", "postgres-demo-password",
                "database", "analytics",
                "publication_name", "analytics_pub",
                "slot_name", "analytics_slot",
                "slot_status", "active");
        agent.call("update_database", Map.of("database_id_or_name", "analytics_db", field, value));
        try {
            JsonObject diagnosis = diagnose("page_view_cache");
            JsonObject found = finding(diagnosis, meaning);
            assertThat(found.getString("severity")).isEqualTo("error");
            assertThat(findings(diagnosis).get(0)).isEqualTo(found);
            if (field.equals("slot_status")) {
                assertThat(findings(diagnosis).stream()
                                .map(finding -> finding.getString("evidence"))
                                .collect(Collectors.joining()))
                        .contains("metrics: slot analytics_slot is paused");
                agent.follow(found.getJsonObject("next"));
            }
        } finally {
            agent.call(
                    "update_database",
                    Map.of("database_id_or_name", "analytics_db", field, String.valueOf(right.get(field))));
        }
        assertThat(findings(diagnose("page_view_cache")))
                .noneMatch(finding -> finding.getString("severity").equals("error"));
    }

    @Test
    @Trap(
            topic = DIAGNOSIS,
            sequin = "A table outside the publication yields nothing, without a warning.",
            here = "Told, with the SQL that adds it and the refresh that makes Sequin see it.",
            rule = "SourceSymptoms")
    void a_table_that_is_not_published_and_a_sink_that_waits() {
        createStream("diagnosed-audit", "audit.order_changes");
        lever("leap?seconds=5");

        JsonObject diagnosis = diagnose("diagnosed-audit");

        JsonObject unpublished = finding(diagnosis, "None of its tables is in the publication");
        assertThat(unpublished.getString("finding")).contains("alter publication sequin_pub add table");
        assertThat(next(unpublished)).isEqualTo("refresh_database_tables");
        finding(diagnosis, "No change has arrived yet");
        delete("diagnosed-audit");
    }

    @Test
    @Trap(
            topic = DIAGNOSIS,
            sequin = "Without replica identity full, updates come without old values and deletes with their keys only.",
            here = "Told, with the tables it is about.",
            rule = "SourceSymptoms")
    void changes_without_old_values() {
        assertThat(finding(diagnose("legacy_user_sync"), "replica identity full")
                        .getString("severity"))
                .isEqualTo("info");
    }

    @Test
    @Trap(
            topic = DIAGNOSIS,
            sequin = "A backfill that failed does not say why.",
            here =
                    "Told when a table lacks the primary key that backfills need; a paused one that holds its table, too.",
            rule = "BackfillSymptoms")
    void a_backfill_that_fails_and_one_that_is_paused() {
        createStream("diagnosed-events", "public.raw_events");
        agent.call("create_backfill", Map.of("sink_id_or_name", "diagnosed-events"));
        lever("leap?seconds=60");
        assertThat(finding(diagnose("diagnosed-events"), "without a primary key")
                        .getString("evidence"))
                .contains("public.raw_events");
        delete("diagnosed-events");

        createStream("diagnosed-orders", "public.orders");
        String id = agent.call("create_backfill", Map.of("sink_id_or_name", "diagnosed-orders"))
                .getString("id");
        finding(diagnose("diagnosed-orders"), "A backfill is running");
        agent.call("update_backfill", Map.of("sink_id_or_name", "diagnosed-orders", "id", id, "state", "paused"));
        JsonObject paused = finding(diagnose("diagnosed-orders"), "holds its table");
        assertThat(agent.follow(paused.getJsonObject("next")).getString("state"))
                .isEqualTo("active");
        delete("diagnosed-orders");
    }

    @Test
    @Trap(
            topic = DIAGNOSIS,
            sequin = "Messages that somebody received and forgot hold up those of the same key.",
            here = "diagnose_sink lists what is not settled, with the call that shows it.",
            rule = "DeliverySymptoms")
    void messages_that_somebody_has_in_hand() {
        String delivery = agent.call(
                        "receive_messages", Map.of("consumer_id_or_name", "billing_events", "batch_size", 2))
                .getString("delivery_id");

        JsonObject held = finding(diagnose("billing_events"), "not settled");

        assertThat(agent.follow(held.getJsonObject("next")).encode()).contains(delivery);
        agent.call("nack_messages", Map.of("consumer_id_or_name", "billing_events", "delivery_id", delivery));
        assertThat(findings(diagnose("billing_events")))
                .noneMatch(finding -> finding.getString("finding").contains("not settled"));
    }

    @Test
    @Trap(
            topic = DIAGNOSIS,
            sequin = "While its Redis is down, Sequin tells no health for a sink, and not why.",
            here = "Told as what it may be, with the call that looks at the server.",
            rule = "HealthSymptoms")
    void a_sequin_without_redis() {
        lever("redis?up=false");
        try {
            assertThat(next(finding(diagnose("legacy_user_sync"), "Redis may be down")))
                    .isEqualTo("get_health");
        } finally {
            lever("redis?up=true");
        }
    }

    @Test
    @Trap(
            topic = DIAGNOSIS,
            sequin = "Retry count and batch size are taken for a pull consumer, where they do nothing.",
            here = "diagnose_sink lists the settings without effect.",
            rule = "SettingSymptoms")
    void settings_that_do_nothing() {
        createStream("diagnosed-idle", "public.orders");
        agent.call(
                "update_sink",
                Map.of("sink_id_or_name", "diagnosed-idle", "batch_size", 10, "options", Map.of("max_retry_count", 3)));

        assertThat(finding(diagnose("diagnosed-idle"), "do nothing on a pull consumer")
                        .getString("evidence"))
                .isEqualTo("max_retry_count, batch_size");
        delete("diagnosed-idle");
    }
}
