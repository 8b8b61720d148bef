package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.sequin.Backfill;
import io.sequinmcp.sequin.ConnectionTest;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.sequin.SinkHealth;
import io.sequinmcp.sequin.Source;
import io.sequinmcp.tools.Finding.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a diagnosis makes of what Sequin tells. */
class SinkDiagnosisTest {
    private static final SinkHealth HEALTHY = health("healthy", check("Message delivery", "healthy", null));
    private static final Database DATABASE = database("active");
    private static final Map<String, Object> KAFKA = Map.of("type", "kafka");

    @Test
    void nothing_is_found_where_nothing_is_wrong() {
        assertThat(diagnose(sink("active", HEALTHY, KAFKA))).isEmpty();
    }

    @Test
    void a_disabled_sink_loses_changes() {
        Finding found = only(diagnose(sink("disabled", health("paused"), KAFKA)));

        assertThat(found.severity()).isEqualTo(Severity.ERROR);
        assertThat(found.finding()).contains("disabled", "lost");
        assertThat(found.next())
                .isEqualTo(new NextStep("update_sink", Map.of("sink_id_or_name", "orders", "status", "active")));
    }

    @Test
    void a_paused_sink_says_what_a_full_buffer_means() {
        assertThat(only(diagnose(sink("paused", health("paused"), KAFKA))).finding())
                .contains("all sinks on the same replication slot stop");
    }

    @Test
    void a_failing_webhook_leads_to_its_endpoint() {
        SinkHealth failing = health("error", check("Message delivery", "error", "HTTP status 500"));

        Finding found = only(diagnose(sink("active", failing, Map.of("type", "webhook", "http_endpoint", "stripe"))));

        assertThat(found.severity()).isEqualTo(Severity.ERROR);
        assertThat(found.evidence()).contains("HTTP status 500");
        assertThat(found.finding()).contains("retried for ever");
        assertThat(found.next())
                .isEqualTo(new NextStep(
                        "get_http_endpoint",
                        Map.of("http_endpoint_id_or_name", "stripe", "response_format", "detailed")));
    }

    @Test
    void a_delivery_warning_without_text_means_discarded_messages() {
        SinkHealth shedding = health("warning", check("Message delivery", "warning", null));

        assertThat(only(diagnose(sink("active", shedding, KAFKA))).finding()).contains("discarded");
    }

    @Test
    void a_dead_slot_is_seen_behind_a_healthy_sink() {
        List<Finding> found = SinkDiagnosis.of(new SinkDiagnosis.Facts(
                sink("active", HEALTHY, KAFKA), database("disabled"), connected(), List.of(), List.of()));

        assertThat(only(found).severity()).isEqualTo(Severity.ERROR);
        assertThat(only(found).next())
                .isEqualTo(new NextStep(
                        "update_database", Map.of("database_id_or_name", "shop", "slot_status", "active")));
    }

    @Test
    void a_failed_connection_test_comes_before_what_is_less_grave() {
        SinkHealth slow = health("warning", check("Messages pending delivery", "warning", null));
        ConnectionTest failed = new ConnectionTest(DATABASE, false, "connection refused");

        List<Finding> found = SinkDiagnosis.of(
                new SinkDiagnosis.Facts(sink("active", slow, KAFKA), DATABASE, failed, List.of(), List.of()));

        assertThat(found).extracting(Finding::severity).containsExactly(Severity.ERROR, Severity.WARNING);
        assertThat(found.get(0).evidence()).isEqualTo("connection refused");
    }

    @Test
    void a_failing_neighbour_can_hold_up_the_slot() {
        Sink neighbour = named("users", sink("active", health("error"), KAFKA));

        List<Finding> found = SinkDiagnosis.of(new SinkDiagnosis.Facts(
                sink("active", HEALTHY, KAFKA), DATABASE, connected(), List.of(), List.of(neighbour)));

        assertThat(only(found).evidence()).contains("users");
        assertThat(only(found).next()).isEqualTo(NextStep.of("diagnose_sink", "sink_id_or_name", "users"));
    }

    @Test
    void backfills_are_told_by_state() {
        List<Finding> found = SinkDiagnosis.of(new SinkDiagnosis.Facts(
                sink("active", HEALTHY, KAFKA),
                DATABASE,
                connected(),
                List.of(backfill("active"), backfill("failed"), backfill("completed")),
                List.of()));

        assertThat(found).extracting(Finding::severity).containsExactly(Severity.WARNING, Severity.INFO);
        assertThat(found.get(0).finding()).contains("primary key");
    }

    @Test
    void a_missing_health_is_a_finding() {
        assertThat(only(diagnose(sink("active", null, KAFKA))).next()).isEqualTo(NextStep.of("get_health"));
    }

    @Test
    void a_database_out_of_reach_is_said_not_to_have_been_looked_at() {
        List<Finding> found = SinkDiagnosis.of(
                new SinkDiagnosis.Facts(sink("active", HEALTHY, KAFKA), null, null, List.of(), List.of()));

        assertThat(only(found).severity()).isEqualTo(Severity.INFO);
    }

    private static List<Finding> diagnose(Sink sink) {
        return SinkDiagnosis.of(new SinkDiagnosis.Facts(sink, DATABASE, connected(), List.of(), List.of()));
    }

    private static Finding only(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static ConnectionTest connected() {
        return new ConnectionTest(DATABASE, true, null);
    }

    private static SinkHealth health(String status, SinkHealth.Check... checks) {
        return new SinkHealth(status, List.of(checks));
    }

    private static SinkHealth.Check check(String name, String status, @Nullable String error) {
        return new SinkHealth.Check(name, status, error);
    }

    private static Sink named(String name, Sink sink) {
        return sink(name, sink.status(), sink.health(), sink.destination());
    }

    private static Sink sink(String status, @Nullable SinkHealth health, Map<String, Object> destination) {
        return sink("orders", status, health, destination);
    }

    private static Sink sink(String name, String status, @Nullable SinkHealth health, Map<String, Object> destination) {
        return new Sink(
                "id-of-" + name,
                name,
                "shop",
                status,
                health,
                1,
                "pause_on_full",
                null,
                Source.EVERYTHING,
                List.of("insert", "update", "delete"),
                destination,
                "none",
                "none",
                "none",
                "none",
                List.of(),
                Map.of(),
                Map.of());
    }

    private static Database database(String slotStatus) {
        return new Database(
                "id-of-shop",
                "shop",
                "db.internal",
                5432,
                "shop",
                "sequin",
                false,
                false,
                List.of(new Database.Slot("id-of-slot", "shop_slot", "shop_pub", slotStatus)),
                null,
                Map.of());
    }

    private static Backfill backfill(String state) {
        return new Backfill(
                "id-of-backfill",
                "orders",
                state,
                "public.orders",
                100L,
                10,
                10,
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                null,
                Map.of());
    }
}
