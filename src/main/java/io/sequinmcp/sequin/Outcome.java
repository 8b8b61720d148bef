package io.sequinmcp.sequin;

import java.util.List;

/**
 * What a write led to.
 *
 * @param value the thing as Sequin stored it; stored is not yet running, Sequin starts and stops things afterwards
 * @param notes what was added, corrected or is worth knowing, one sentence each; empty when all went as asked
 */
public record Outcome<T>(T value, List<String> notes) {
    public Outcome {
        notes = List.copyOf(notes);
    }
}
