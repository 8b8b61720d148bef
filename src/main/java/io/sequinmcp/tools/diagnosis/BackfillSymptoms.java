package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.Backfill;
import io.sequinmcp.sequin.NextStep;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Backfills that run, stand still or failed. */
final class BackfillSymptoms {
    private BackfillSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        List<Backfill> newestFirst = facts.backfills().read().orElse(List.of());
        return newestFirst.stream().flatMap(backfill -> switch (backfill.state()) {
            case "active" -> Stream.of(running(facts, backfill));
            case "paused" -> Stream.of(paused(facts, backfill));
            case "failed" -> isHistory(backfill, newestFirst) ? Stream.empty() : Stream.of(failed(backfill));
            default -> Stream.empty();
        });
    }

    /** Whether a later one of the same table took its place. */
    private static boolean isHistory(Backfill failed, List<Backfill> newestFirst) {
        return newestFirst.subList(0, newestFirst.indexOf(failed)).stream()
                .anyMatch(later -> Objects.equals(later.table(), failed.table()));
    }

    private static Finding running(Facts facts, Backfill backfill) {
        return Finding.info(
                "A backfill is running; changes of the rows it reads go before it. It waits by itself while more than a"
                        + " million messages are pending.",
                evidence(backfill),
                new NextStep(
                        "get_backfill", Map.of("sink_id_or_name", facts.sink().name(), "id", backfill.id())));
    }

    private static Finding paused(Facts facts, Backfill backfill) {
        return Finding.warning(
                "A backfill is paused and holds its table: no other can start there.",
                evidence(backfill),
                new NextStep(
                        "update_backfill",
                        Map.of(
                                "sink_id_or_name", facts.sink().name(),
                                "id", backfill.id(),
                                "state", StatusSymptoms.ACTIVE)));
    }

    private static Finding failed(Backfill backfill) {
        return Finding.warning(
                "A backfill failed. Sequin does not say why; the usual reason is a table without a primary key. Postgres"
                        + " 12 and 13 can't have backfills at all.",
                evidence(backfill),
                null);
    }

    private static String evidence(Backfill backfill) {
        return "backfill " + backfill.id() + " of " + backfill.table() + " is " + backfill.state() + ", "
                + backfill.rowsProcessed() + " of "
                + (backfill.rowsInitial() == null ? "?" : backfill.rowsInitial()) + " rows";
    }
}
