package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.SinkHealth;
import java.util.stream.Stream;

/** Sequin's own checks of a sink, other than its delivery, with what they leave unsaid (section 6.6). */
final class HealthSymptoms {
    private HealthSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        SinkHealth health = facts.sink().health();
        return health == null
                ? Stream.of(untold())
                : health.checks().stream()
                        .filter(check -> check.isFailing() && !check.name().equals(DeliverySymptoms.CHECK))
                        .map(check -> failing(facts, check));
    }

    private static Finding untold() {
        return Finding.warning(
                "Sequin tells no health for this sink; its Redis may be down, which must run, and keep its data, for"
                        + " anything to be delivered.",
                "health is absent",
                NextStep.of("get_health"));
    }

    private static Finding failing(Facts facts, SinkHealth.Check check) {
        boolean error = check.status().equals("error");
        String words = check.error() == null ? "" : check.error();
        return new Finding(
                error ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                KnownCause.ofCheck(words).orElseGet(() -> meaning(check)),
                evidence(check),
                NextStep.of(
                        "test_database_connection",
                        "database_id_or_name",
                        facts.sink().database()));
    }

    private static String meaning(SinkHealth.Check check) {
        if (check.status().equals("stale")) {
            return "This check has not run for a while: Sequin's background jobs or the slot may stand still.";
        }
        return switch (check.name()) {
            case "Sink configuration" -> "The sink can't run as it is configured.";
            case "Message filtering" ->
                "Filtering fails, so messages don't get through; see the code of the filter function.";
            case "Message ingestion" -> "Changes don't get from the database into the sink.";
            case "Backfill fetch process" ->
                "Reading rows for a backfill is slow or fails; an index on the sort column helps.";
            case "Messages pending delivery" ->
                "Messages pile up faster than they are delivered; a coarse grouping keeps delivery from running side by"
                        + " side.";
            default -> "This check needs attention.";
        };
    }

    static String evidence(SinkHealth.Check check) {
        return check.name() + " is " + check.status() + (check.error() == null ? "" : ": " + check.error());
    }
}
