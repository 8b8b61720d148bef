package io.sequinmcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Asks a fresh sandbox all that a real Sequin was asked, in the same order, and compares the answers: status, content
 * type, shape, and values where they are fixed.
 */
class ReplayTest {
    @Test
    void answersAsTheRecordedSequinDid() {
        Map<Integer, String> deliberate = deliberateDifferences();
        Map<Integer, List<String>> found = new LinkedHashMap<>();
        List<String> report = new ArrayList<>();
        List<Recording> recordings = Recording.all();

        try (Replay replay = new Replay()) {
            UnrecordedSteps unrecorded = new UnrecordedSteps(replay);
            for (Recording recording : recordings) {
                unrecorded.before(recording);
                List<String> differences = replay.differences(recording);
                if (!differences.isEmpty()) {
                    found.put(recording.number(), differences);
                    report.add(recording + "\n    " + String.join("\n    ", differences));
                }
            }
        }

        int alike = recordings.size() - found.size();
        System.out.printf(
                "Sandbox: %d of %d recorded exchanges match (%.1f %%), %d differ on purpose%n",
                alike, recordings.size(), 100.0 * alike / recordings.size(), deliberate.size());
        report.removeIf(line -> deliberate.containsKey(Integer.parseInt(line.substring(0, 3))));
        assertThat(report).as("differences nobody meant").isEmpty();
        assertThat(new TreeSet<>(found.keySet()))
                .as("differences that are listed, so that the list tells the truth")
                .isEqualTo(new TreeSet<>(deliberate.keySet()));
    }

    /** The number of a recording, and after a blank the reason. */
    private static Map<Integer, String> deliberateDifferences() {
        Map<Integer, String> reasons = new LinkedHashMap<>();
        try (var in = Objects.requireNonNull(ReplayTest.class.getResourceAsStream("/sandbox-differences.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> reasons.put(
                            Integer.parseInt(line.substring(0, 3)),
                            line.substring(3).strip()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        assertThat(reasons.values()).as("reasons").noneMatch(String::isEmpty);
        return reasons;
    }
}
