package io.sequinmcp.deliveries;

/** What an agent decides on messages it holds. */
public enum Verdict {
    /** Done with: Sequin removes them. */
    ACK(Fate.ACKED),
    /** Not done with: Sequin hands them out again at once. */
    NACK(Fate.NACKED);

    private final Fate fate;

    Verdict(Fate fate) {
        this.fate = fate;
    }

    Fate fate() {
        return fate;
    }
}
