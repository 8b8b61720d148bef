package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the state of a backfill may change (section 7.3). Of Sequin's five states a client has business with three; it
 * spells the last of them {@code cancelled} and refuses {@code canceled} (recording 443).
 */
final class BackfillTransition {
    private static final String PARAMETER = "state";
    private static final List<String> WORDS =
            Arrays.stream(BackfillState.values()).map(BackfillState::word).toList();

    private BackfillTransition() {}

    /** The state meant; a correction is noted. */
    static BackfillState parse(String state, List<String> notes) {
        String word = state.strip().toLowerCase(Locale.ROOT);
        if (word.equals("canceled") || word.equals("cancel")) {
            notes.add("Read `" + word + "` as `cancelled`, as Sequin spells it.");
            return BackfillState.CANCELLED;
        }
        return Arrays.stream(BackfillState.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> {
                    Problem problem = Problem.invalid(
                            PARAMETER, "A backfill can be set to " + String.join(", ", WORDS) + ".", WORDS);
                    return Nearest.meant(word, WORDS)
                            .map(meant -> problem.correcting(PARAMETER, meant))
                            .orElse(problem)
                            .toException();
                });
    }

    /** @throws SequinException CONFLICT with the states it may go to */
    static void check(Sink sink, Backfill backfill, BackfillState wanted) {
        List<String> allowed =
                switch (backfill.state()) {
                    case "active" -> List.of("paused", "cancelled");
                    case "paused" -> List.of("active", "cancelled");
                    case "completed", "failed", "cancelled" -> List.of();
                    // A state of a newer Sequin: let it decide
                    default -> WORDS;
                };
        if (!allowed.contains(wanted.word())) {
            boolean over = allowed.isEmpty();
            Problem problem = Problem.of(
                            Code.CONFLICT,
                            "Backfill " + backfill.id() + " is " + backfill.state()
                                    + (over
                                            ? ", which is final. To read the table again, create a new backfill."
                                            : "; it can be set to " + String.join(" or ", allowed) + "."))
                    .at(PARAMETER, allowed);
            String table = backfill.table();
            throw (over && table != null
                            ? problem.next(new NextStep(
                                    "create_backfill",
                                    java.util.Map.of("sink_id_or_name", sink.name(), "table", table)))
                            : problem)
                    .toException();
        }
    }
}
