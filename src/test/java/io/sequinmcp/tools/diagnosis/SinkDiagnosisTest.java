package io.sequinmcp.tools.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.deliveries.OpenDelivery;
import io.sequinmcp.sequin.Backfill;
import io.sequinmcp.sequin.ConnectionTest;
import io.sequinmcp.sequin.Consumer;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.MetricsPage;
import io.sequinmcp.sequin.MetricsPages;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.sequin.SinkHealth;
import io.sequinmcp.sequin.Source;
import io.sequinmcp.tools.diagnosis.Finding.Severity;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a diagnosis makes of what Sequin tells. */
class SinkDiagnosisTest {
    private static final SinkHealth HEALTHY = health("healthy", check("Message delivery", "healthy", null));
    private static final Database DATABASE = database("active");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
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
        List<Finding> found = SinkDiagnosis.of(
                facts(sink("active", HEALTHY, KAFKA), database("disabled"), connected(), List.of(), List.of()));

        assertThat(only(found).severity()).isEqualTo(Severity.ERROR);
        assertThat(only(found).next())
                .isEqualTo(new NextStep(
                        "update_database", Map.of("database_id_or_name", "shop", "slot_status", "active")));
    }

    @Test
    void a_failed_connection_test_comes_before_what_is_less_grave() {
        SinkHealth slow = health("warning", check("Messages pending delivery", "warning", null));
        ConnectionTest failed = new ConnectionTest(DATABASE, false, "connection refused");

        List<Finding> found =
                SinkDiagnosis.of(facts(sink("active", slow, KAFKA), DATABASE, failed, List.of(), List.of()));

        assertThat(found).extracting(Finding::severity).containsExactly(Severity.ERROR, Severity.WARNING);
        assertThat(found.get(0).evidence()).isEqualTo("connection refused");
    }

    @Test
    void a_failing_neighbour_can_hold_up_the_slot() {
        Sink neighbour = named("users", sink("active", health("error"), KAFKA));

        List<Finding> found = SinkDiagnosis.of(
                facts(sink("active", HEALTHY, KAFKA), DATABASE, connected(), List.of(), List.of(neighbour)));

        assertThat(only(found).evidence()).contains("users");
        assertThat(only(found).next()).isEqualTo(NextStep.of("diagnose_sink", "sink_id_or_name", "users"));
    }

    @Test
    void backfills_are_told_by_state() {
        List<Finding> found = SinkDiagnosis.of(facts(
                sink("active", HEALTHY, KAFKA),
                DATABASE,
                connected(),
                List.of(backfill("failed"), backfill("active"), backfill("completed")),
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
        List<Finding> found = SinkDiagnosis.of(facts(sink("active", HEALTHY, KAFKA), null, null, List.of(), List.of()));

        assertThat(only(found).severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void what_could_not_be_read_is_said_and_ends_nothing() {
        Facts facts = new Facts(
                sink("paused", health("paused"), KAFKA),
                new Reading<>(null, "Sequin was not reached"),
                Reading.none(),
                Reading.of(List.of()),
                Reading.of(List.of()),
                Reading.of(List.of()),
                new Reading<>(null, "no metrics"),
                NOW);

        List<Finding> found = SinkDiagnosis.of(facts);

        assertThat(found).extracting(Finding::severity).containsExactly(Severity.ERROR, Severity.INFO, Severity.INFO);
        assertThat(found).extracting(Finding::evidence).contains("Sequin was not reached", "no metrics");
    }

    @Test
    void a_reading_fails_alone() {
        Reading<String> refused = Reading.by(Uni.createFrom()
                        .<String>failure(
                                Problem.of(Problem.Code.UNAVAILABLE, "down").toException()))
                .await()
                .indefinitely();
        Reading<String> absent = Reading.by(Uni.createFrom()
                        .<String>failure(
                                Problem.of(Problem.Code.NOT_FOUND, "none").toException()))
                .await()
                .indefinitely();
        Reading<String> broken = Reading.by(Uni.createFrom().<String>failure(new IllegalStateException("s3cret")))
                .await()
                .indefinitely();

        assertThat(refused.problem()).isEqualTo("down");
        assertThat(absent).isEqualTo(Reading.none());
        assertThat(broken.problem()).isEqualTo("this service failed");
    }

    @Test
    void deliveries_whose_lease_is_over_were_forgotten() {
        OpenDelivery forgotten = new OpenDelivery(
                "dlv_1",
                new Consumer("id-of-orders", "orders"),
                NOW.minusSeconds(60),
                NOW.minusSeconds(30),
                3,
                2,
                List.of());
        Facts facts = new Facts(
                sink("active", HEALTHY, Map.of("type", "sequin_stream")),
                Reading.of(DATABASE),
                Reading.of(connected()),
                Reading.of(List.of()),
                Reading.of(List.of()),
                Reading.of(List.of(forgotten)),
                Reading.of(Optional.empty()),
                NOW);

        Finding found = only(SinkDiagnosis.of(facts));

        assertThat(found.severity()).isEqualTo(Severity.WARNING);
        assertThat(found.evidence()).contains("2 messages in 1 deliveries");
        assertThat(found.next()).isEqualTo(NextStep.of("list_deliveries", "consumer_id_or_name", "orders"));
    }

    @ParameterizedTest
    @CsvSource({
        "Issue with publication, publication first",
        "Not found: publication with params, create publication",
        "Replication slot is currently in use by another connection, one reader",
        "Not found: replication slot with params, Neon drops slots",
        "wal_level must be logical, restart",
        "host is a pooler.supabase.com, direct connection",
        "The host is not reachable (nxdomain), not known",
        "The host is not reachable on that port (econnrefused), Nothing listens",
        "connection timeout, firewall",
        "password authentication failed for user, username and password",
        "permission denied for table, attribute replication",
        "database shop does not exist, no database of that name",
        "ssl not available, TLS",
    })
    void a_failed_connection_is_explained(String reason, String meaning) {
        ConnectionTest failed = new ConnectionTest(DATABASE, false, reason);

        Finding found =
                only(SinkDiagnosis.of(facts(sink("active", HEALTHY, KAFKA), DATABASE, failed, List.of(), List.of())));

        assertThat(found.finding()).contains(meaning);
        assertThat(found.evidence()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'Sequin internal error: Expected a `messages_pending_delivery` event', background jobs",
        "Replication slot is currently in use by another connection, one reader",
        "Issue with publication, publication first",
    })
    void a_failed_check_is_explained(String error, String meaning) {
        SinkHealth health = health("error", check("Message ingestion", "error", error));

        assertThat(only(diagnose(sink("active", health, KAFKA))).finding()).contains(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "Message too large, shrink|smaller",
        "SASL authentication failed, credentials",
        "[http_endpoint]: POST to webhook endpoint failed, 2xx",
        "broker connection closed, reached",
    })
    void a_failed_delivery_is_explained(String error, String meaning) {
        SinkHealth health = health("error", check("Message delivery", "error", error));

        assertThat(only(diagnose(sink("active", health, KAFKA))).finding()).containsPattern(meaning);
    }

    @Test
    void metrics_tell_of_a_slot_that_grows_and_lags_and_of_a_database_that_is_ill() {
        MetricsPage page = MetricsPages.of(
                """
                # TYPE sequin_entity_health gauge
                sequin_entity_health{entity_type="database",entity_id="id-of-shop",status="error"} 1
                sequin_entity_health{entity_type="database",entity_id="id-of-shop",status="ok"} 0
                sequin_replication_slot_size_mb{replication_slot_id="id-of-slot"} 20480
                sequin_ingestion_latency_us_sum{slot_name="shop_slot"} 900000000
                sequin_ingestion_latency_us_count{slot_name="shop_slot"} 10
                sequin_message_deliver_success_count{consumer_id="id-of-orders"} 50
                sequin_message_deliver_failure_count{consumer_id="id-of-orders"} 50
                """);
        Facts facts = new Facts(
                sink("active", HEALTHY, KAFKA),
                Reading.of(DATABASE),
                Reading.of(connected()),
                Reading.of(List.of()),
                Reading.of(List.of()),
                Reading.of(List.of()),
                Reading.of(Optional.of(page)),
                NOW);

        assertThat(SinkDiagnosis.of(facts))
                .extracting(Finding::evidence)
                .containsExactly(
                        "metrics: database shop is error",
                        "metrics: slot shop_slot holds 20,480 MB",
                        "metrics: slot shop_slot is 90 s behind",
                        "metrics: 50 of 100 deliveries failed");
    }

    private static Facts facts(
            Sink sink,
            @Nullable Database database,
            @Nullable ConnectionTest connection,
            List<Backfill> backfills,
            List<Sink> neighbours) {
        return new Facts(
                sink,
                new Reading<>(database, null),
                new Reading<>(connection, null),
                Reading.of(backfills),
                Reading.of(neighbours),
                Reading.of(List.of()),
                Reading.of(Optional.empty()),
                NOW);
    }

    private static List<Finding> diagnose(Sink sink) {
        return SinkDiagnosis.of(facts(sink, DATABASE, connected(), List.of(), List.of()));
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
