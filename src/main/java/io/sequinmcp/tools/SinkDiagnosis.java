package io.sequinmcp.tools;

import io.sequinmcp.sequin.Backfill;
import io.sequinmcp.sequin.ConnectionTest;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.sequin.SinkHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a sink is stuck, failing or silent. Puts together what Sequin keeps apart: the health of a sink says nothing of
 * its database and slot, and one full sink stops all others of its slot (sections 6.6, 6.7 and 14 of the facts).
 */
final class SinkDiagnosis {
    private static final String ACTIVE = "active";
    private static final String PAUSE_ON_FULL = "pause_on_full";

    private final Facts facts;
    private final List<Finding> findings = new ArrayList<>();

    private SinkDiagnosis(Facts facts) {
        this.facts = facts;
    }

    /**
     * What a diagnosis is made from.
     *
     * @param database null when it is out of reach
     * @param connection null when it was not tested
     * @param neighbours the other sinks of the same database
     */
    record Facts(
            Sink sink,
            @Nullable Database database,
            @Nullable ConnectionTest connection,
            List<Backfill> backfills,
            List<Sink> neighbours) {}

    /** What was found, gravest first. */
    static List<Finding> of(Facts facts) {
        SinkDiagnosis diagnosis = new SinkDiagnosis(facts);
        diagnosis.lookAtStatus();
        diagnosis.lookAtConnection();
        diagnosis.lookAtHealth();
        diagnosis.lookAtNeighbours();
        diagnosis.lookAtBackfills();
        diagnosis.lookAtSettings();
        return diagnosis.findings.stream()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }

    private Sink sink() {
        return facts.sink();
    }

    private NextStep activate() {
        return new NextStep("update_sink", Map.of("sink_id_or_name", sink().name(), "status", ACTIVE));
    }

    private void lookAtStatus() {
        String evidence = "status " + sink().status();
        switch (sink().status()) {
            case ACTIVE -> {}
            case "paused" ->
                findings.add(Finding.error(
                        "The sink is paused: it buffers changes and delivers nothing. When its buffer is full, "
                                + whenFull(sink()),
                        evidence,
                        activate()));
            case "disabled" ->
                findings.add(Finding.error(
                        "The sink is disabled: it delivers nothing, and changes made meanwhile are lost to it; a"
                                + " backfill brings the rows up to date afterwards.",
                        evidence,
                        activate()));
            default -> findings.add(Finding.info("This status is not known here.", evidence, null));
        }
    }

    private static String whenFull(Sink sink) {
        return PAUSE_ON_FULL.equals(sink.loadSheddingPolicy())
                ? "all sinks on the same replication slot stop."
                : "messages are discarded for good.";
    }

    private void lookAtConnection() {
        Database database = facts.database();
        if (database == null) {
            findings.add(Finding.info(
                    "The database was not looked at: it is out of this connector's reach.",
                    "database " + sink().database(),
                    null));
            return;
        }
        NextStep get = NextStep.of("get_database", "database_id_or_name", database.name());
        if (database.slots().isEmpty()) {
            findings.add(Finding.error(
                    "The database has no replication slot, so nothing is captured.",
                    "database " + database.name(),
                    get));
        }
        for (Database.Slot slot : database.slots()) {
            if (!slot.status().equals(ACTIVE)) {
                findings.add(Finding.error(
                        "The replication slot is switched off: every sink of the database stands still, whatever its"
                                + " health says.",
                        "slot " + slot.slotName() + " is " + slot.status(),
                        new NextStep(
                                "update_database",
                                Map.of("database_id_or_name", database.name(), "slot_status", ACTIVE))));
            }
        }
        ConnectionTest connection = facts.connection();
        if (connection != null && !connection.ok()) {
            findings.add(Finding.error(
                    "Sequin can't use the database. The health of the sink does not show that.",
                    connection.reason() == null ? "connection test failed" : connection.reason(),
                    get));
        }
    }

    private void lookAtHealth() {
        SinkHealth health = sink().health();
        if (health == null) {
            findings.add(Finding.warning(
                    "Sequin tells no health for this sink; its Redis may be down.",
                    "health is absent",
                    NextStep.of("get_health")));
            return;
        }
        for (SinkHealth.Check check : health.checks()) {
            lookAt(check);
        }
        if (health.status().equals("waiting")) {
            findings.add(Finding.info(
                    "No change has arrived yet. If there were some, check that the tables are in the publication, that"
                            + " source and actions let them through, and refresh the tables after a migration.",
                    "health waiting; source " + SinkView.source(sink().source()) + "; actions " + sink().actions(),
                    NextStep.of("refresh_database_tables", "database_id_or_name", sink().database())));
        }
    }

    private void lookAt(SinkHealth.Check check) {
        String evidence = check.name() + " is " + check.status() + (check.error() == null ? "" : ": " + check.error());
        if (check.status().equals("notice") && check.error() == null) {
            // What a notice is about is only told in the console
            findings.add(Finding.info(
                    "Sequin has a notice on this check, usually that a table's replica identity is not full: then"
                            + " changes are empty, deletes carry keys only, and large values may be missing.",
                    evidence,
                    null));
        } else if (check.status().equals("notice")) {
            findings.add(Finding.info("Sequin has a notice on this check.", evidence, null));
        } else if (check.isFailing() && check.name().equals("Message delivery")) {
            findings.add(delivery(check, evidence));
        } else if (check.isFailing()) {
            Finding.Severity severity =
                    check.status().equals("error") ? Finding.Severity.ERROR : Finding.Severity.WARNING;
            findings.add(new Finding(severity, meaning(check), evidence, null));
        }
    }

    private Finding delivery(SinkHealth.Check check, String evidence) {
        if (check.status().equals("warning") && check.error() == null) {
            return Finding.warning(
                    "Messages were discarded because the buffer was full. A backfill brings the rows back, not each"
                            + " change.",
                    evidence,
                    NextStep.of("list_backfills", "sink_id_or_name", sink().name()));
        }
        String endless = sink().maxRetryCount() == null
                ? " A failing message blocks its group and is retried for ever, as max_retry_count is not set."
                : " A message is given up after " + sink().maxRetryCount() + " retries.";
        String endpoint = sink().httpEndpoint();
        return Finding.error(
                "The destination does not accept the messages." + endless,
                evidence,
                endpoint == null
                        ? new NextStep(
                                "get_sink", Map.of("sink_id_or_name", sink().name(), "response_format", "detailed"))
                        : new NextStep(
                                "get_http_endpoint",
                                Map.of("http_endpoint_id_or_name", endpoint, "response_format", "detailed")));
    }

    private static String meaning(SinkHealth.Check check) {
        if (check.status().equals("stale")) {
            return "This check has not run for a while: Sequin's background jobs or the slot may stand still.";
        }
        return switch (check.name()) {
            case "Sink configuration" -> "The sink can't run as it is configured.";
            case "Message filtering" -> "Filtering fails, so messages don't get through.";
            case "Message ingestion" -> "Changes don't get from the database into the sink.";
            case "Backfill fetch process" ->
                "Reading rows for a backfill is slow or fails; an index on the sort column helps.";
            case "Messages pending delivery" -> "Messages pile up faster than they are delivered.";
            default -> "This check needs attention.";
        };
    }

    private void lookAtNeighbours() {
        facts.neighbours().stream()
                .filter(SinkDiagnosis::mayHoldUpItsSlot)
                .forEach(other -> findings.add(Finding.warning(
                        "Another sink on the same slot delivers nothing. Once its buffer is full it stops this one"
                                + " too.",
                        other.name() + " is " + other.status()
                                + (other.health() == null
                                        ? ""
                                        : " with health " + other.health().status())
                                + ", load_shedding_policy " + other.loadSheddingPolicy(),
                        NextStep.of("diagnose_sink", "sink_id_or_name", other.name()))));
    }

    /** Paused or failing, and told to hold up the slot rather than drop messages. */
    private static boolean mayHoldUpItsSlot(Sink sink) {
        boolean failing = sink.health() != null && sink.health().status().equals("error");
        return PAUSE_ON_FULL.equals(sink.loadSheddingPolicy())
                && (failing || sink.status().equals("paused"));
    }

    private void lookAtBackfills() {
        for (Backfill backfill : facts.backfills()) {
            String evidence = "backfill " + backfill.id() + " of " + backfill.table() + ", " + backfill.rowsProcessed()
                    + " of " + backfill.rowsInitial() + " rows";
            Map<String, Object> which = Map.of("sink_id_or_name", sink().name(), "id", backfill.id());
            switch (backfill.state()) {
                case ACTIVE ->
                    findings.add(Finding.info("A backfill is running.", evidence, new NextStep("get_backfill", which)));
                case "paused" ->
                    findings.add(Finding.warning(
                            "A backfill is paused and holds its table: no other can start there.",
                            evidence,
                            new NextStep(
                                    "update_backfill",
                                    Map.of("sink_id_or_name", sink().name(), "id", backfill.id(), "state", ACTIVE))));
                case "failed" ->
                    findings.add(Finding.warning(
                            "A backfill failed. Sequin does not say why; the usual reason is a table without a primary"
                                    + " key.",
                            evidence,
                            null));
                default -> {}
            }
        }
    }

    private void lookAtSettings() {
        if (sink().isStream()) {
            List<String> idle = Stream.of(
                            sink().filter().equals("none") ? "" : "filter",
                            sink().routing().equals("none") ? "" : "routing",
                            sink().maxRetryCount() == null ? "" : "max_retry_count",
                            sink().batchSize() <= 1 ? "" : "batch_size")
                    .filter(setting -> !setting.isEmpty())
                    .toList();
            if (!idle.isEmpty()) {
                findings.add(Finding.warning(
                        "These settings do nothing on a pull consumer.", String.join(", ", idle), null));
            }
        }
        if ("discard_on_full".equals(sink().loadSheddingPolicy())) {
            findings.add(Finding.info(
                    "When the buffer is full, messages are discarded for good.",
                    "load_shedding_policy discard_on_full",
                    null));
        }
    }
}
