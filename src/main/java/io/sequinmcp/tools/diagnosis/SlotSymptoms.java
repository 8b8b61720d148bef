package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.MetricsPage;
import io.sequinmcp.sequin.NextStep;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What Sequin's metrics tell of slot, database and sink, and no other answer does (section 10). */
final class SlotSymptoms {
    /** A slot that is read keeps a few megabytes. */
    private static final double LARGE_MB = 1_024;

    private static final double HUGE_MB = 10_240;
    private static final Duration SLOW = Duration.ofMinutes(1);
    private static final int TELLING_ATTEMPTS = 20;
    private static final double MANY = 0.1;

    private SlotSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        Optional<MetricsPage> page = facts.page();
        Optional<Database> database = facts.database().read();
        if (page.isEmpty()) {
            return Stream.empty();
        }
        MetricsPage metrics = page.get();
        return Stream.concat(
                database.stream()
                        .flatMap(found -> Stream.concat(
                                unwell(metrics, "database", found.id(), "database " + found.name(), found),
                                found.slots().stream().flatMap(slot -> Stream.of(
                                                unwell(
                                                        metrics,
                                                        "replication_slot",
                                                        slot.id(),
                                                        "slot " + slot.slotName(),
                                                        found),
                                                grown(metrics, slot, facts),
                                                late(metrics, slot))
                                        .flatMap(findings -> findings)))),
                failing(metrics, facts));
    }

    /** The database's own health, which the API has nowhere. */
    private static Stream<Finding> unwell(MetricsPage metrics, String type, String id, String what, Database database) {
        return metrics.health(type, id).filter(health -> !health.equals("ok")).stream()
                .map(health -> new Finding(
                        health.equals("error") ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        "Sequin's own check of the " + type.replace('_', ' ')
                                + " does not pass; the health of the sink does not show that.",
                        "metrics: " + what + " is " + health,
                        NextStep.of("test_database_connection", "database_id_or_name", database.name())));
    }

    private static Stream<Finding> grown(MetricsPage metrics, Database.Slot slot, Facts facts) {
        return metrics.slotSizeMb(slot).filter(size -> size >= LARGE_MB).stream()
                .map(size -> new Finding(
                        size >= HUGE_MB ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        "Postgres keeps much log for the slot, and its disk can fill: a big transaction, Sequin behind,"
                                + " or a sink with a full buffer and pause_on_full that stops the whole slot; paused"
                                + " sinks do that too.",
                        "metrics: slot %s holds %,.0f MB".formatted(slot.slotName(), size),
                        new NextStep(
                                "list_sinks", Map.of("database", facts.sink().database()))));
    }

    private static Stream<Finding> late(MetricsPage metrics, Database.Slot slot) {
        return metrics.latency(slot).filter(lag -> lag.compareTo(SLOW) >= 0).stream()
                .map(lag -> Finding.warning(
                        "Changes reach Sequin late: it can't keep up with the slot, or a sink holds it up.",
                        "metrics: slot %s is %d s behind".formatted(slot.slotName(), lag.toSeconds()),
                        null));
    }

    private static Stream<Finding> failing(MetricsPage metrics, Facts facts) {
        return metrics
                .deliveries(facts.sink())
                .filter(count -> count.attempts() >= TELLING_ATTEMPTS && count.failedShare() >= MANY)
                .stream()
                .map(count -> Finding.warning(
                        "A good part of the deliveries failed since Sequin started; a failing message blocks its group"
                                + " only, and is tried again after up to about three minutes.",
                        String.format(
                                Locale.ROOT, "metrics: %d of %d deliveries failed", count.failed(), count.attempts()),
                        null));
    }
}
