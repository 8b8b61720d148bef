package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.util.List;
import java.util.Map;

/** Sequin runs one backfill per sink and table, and refuses a second without naming the first (recording 429). */
final class OneOpenBackfill {
    private OneOpenBackfill() {}

    /** @throws SequinException CONFLICT naming the backfill that is active or paused on that table */
    static void check(Sink sink, String table, List<Backfill> backfills) {
        for (Backfill open : backfills) {
            // One whose table Sequin lost sight of can't be told apart, and does not hold this one
            if (open.isOpen() && table.equals(open.table())) {
                Map<String, Object> same = Map.of("sink_id_or_name", sink.name(), "id", open.id());
                throw Problem.of(
                                Code.CONFLICT,
                                "A backfill of " + Named.quoted(table) + " for "
                                        + Named.named(ResourceKind.SINK, sink.name()) + " is " + open.state()
                                        + " already: " + open.id()
                                        + ". Wait for it, or cancel it before starting another.")
                        .at("table", List.of())
                        .next(
                                new NextStep("get_backfill", same),
                                new NextStep(
                                        "update_backfill",
                                        Map.of(
                                                "sink_id_or_name",
                                                sink.name(),
                                                "id",
                                                open.id(),
                                                "state",
                                                BackfillState.CANCELLED.word())))
                        .toException();
            }
        }
    }
}
