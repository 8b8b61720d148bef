package io.sequinmcp.deliveries;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sorts ids by what can be done with them. */
final class Judgement {
    private final Verdict verdict;
    private final Instant now;
    private final List<String> accepted = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final Map<String, Fate> settled = new LinkedHashMap<>();
    private final List<String> heldElsewhere = new ArrayList<>();
    private Instant newest = Instant.EPOCH;

    Judgement(Verdict verdict, Instant now) {
        this.verdict = verdict;
        this.now = now;
    }

    /** @param given every time this connector was given it, the last one first */
    void add(String ackId, List<Given> given) {
        switch (verdict) {
            // Good for the message whoever has it now, as long as nobody acked it
            case ACK ->
                add(
                        ackId,
                        Stream.of(Fate.OPEN, Fate.REDELIVERED, Fate.ACKED, Fate.NACKED)
                                .flatMap(fate -> given.stream().filter(once -> once.fate() == fate))
                                .findFirst()
                                .orElse(null));
            // Must not take it from a later delivery
            case NACK -> add(ackId, given.isEmpty() ? null : given.get(0));
        }
    }

    private void add(String ackId, @Nullable Given given) {
        if (given == null) {
            unknown.add(ackId);
            return;
        }
        switch (given.fate()) {
            case OPEN -> accept(given);
            case REDELIVERED -> {
                if (verdict == Verdict.ACK) {
                    accept(given);
                } else {
                    heldElsewhere.add(ackId);
                }
            }
            case ACKED, NACKED -> settled.put(ackId, given.fate());
        }
    }

    private void accept(Given given) {
        accepted.add(given.ackId());
        if (given.receivedAt().isAfter(newest)) {
            newest = given.receivedAt();
        }
        if (!now.isBefore(given.leaseUntil())) {
            late.add(given.ackId());
        }
    }

    Settlement settlement() {
        return new Settlement(verdict, accepted, late, unknown, settled, heldElsewhere, newest);
    }
}
