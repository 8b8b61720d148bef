package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.SinkHealth;
import io.sequinmcp.sequin.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tables that send nothing, or less than is expected. */
final class SourceSymptoms {
    private SourceSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        SinkHealth health = facts.sink().health();
        return health == null
                ? Stream.empty()
                : Stream.concat(
                        health.checks().stream()
                                .filter(check -> check.status().equals("notice"))
                                .map(check -> noticed(facts, check)),
                        silent(facts, health));
    }

    private static Finding noticed(Facts facts, SinkHealth.Check check) {
        String words = check.error();
        if (words != null && words.startsWith("No tables in publication")) {
            return Finding.warning(
                    "None of its tables is in the publication, so nothing is captured. Add them in Postgres (alter"
                            + " publication " + publication(facts) + " add table …;), then have the tables read anew.",
                    HealthSymptoms.evidence(check),
                    refresh(facts));
        }
        if (words == null) {
            // What a notice is about is only told in the console
            return Finding.info(
                    "Sequin has a notice on this check, usually that a table's replica identity is not full: then"
                            + " changes are empty, deletes carry keys only, and large values read unchanged_toast."
                            + " alter table … replica identity full; mends it, on every partition too. For partitioned"
                            + " tables the publication needs publish_via_partition_root = true.",
                    HealthSymptoms.evidence(check),
                    null);
        }
        return Finding.info("Sequin has a notice on this check.", HealthSymptoms.evidence(check), null);
    }

    private static Stream<Finding> silent(Facts facts, SinkHealth health) {
        return health.status().equals("waiting")
                ? Stream.of(Finding.info(
                        "No change has arrived yet, which is normal for a new or idle sink. If there were changes, check"
                                + " that the tables are in the publication " + publication(facts)
                                + ", that source and actions let them through, and refresh the tables after a"
                                + " migration.",
                        "health waiting; source " + words(facts.sink().source()) + "; actions "
                                + facts.sink().actions(),
                        refresh(facts)))
                : Stream.empty();
    }

    private static String words(Source source) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        parts.put("include_tables", source.includeTables());
        parts.put("include_schemas", source.includeSchemas());
        parts.put("exclude_tables", source.excludeTables());
        parts.put("exclude_schemas", source.excludeSchemas());
        parts.values().removeIf(List::isEmpty);
        return parts.isEmpty() ? "everything in the publication" : parts.toString();
    }

    private static String publication(Facts facts) {
        return facts.database().read().stream()
                .flatMap(database -> database.slots().stream())
                .map(Database.Slot::publicationName)
                .findFirst()
                .orElse("…");
    }

    private static NextStep refresh(Facts facts) {
        return new NextStep(
                "refresh_database_tables",
                Map.of("database_id_or_name", facts.sink().database()));
    }
}
