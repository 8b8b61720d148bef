package io.sequinmcp.connectors;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, gathered, so that an operator learns of all of it at one start. */
final class Refusals {
    private final List<String> reasons = new ArrayList<>();

    void add(String property, String reason) {
        reasons.add(property + " " + reason);
    }

    /** Ends the start-up if anything was wrong. */
    void raise() {
        if (!reasons.isEmpty()) {
            throw new ConfigurationException("The configuration is refused:\n  " + String.join("\n  ", reasons));
        }
    }
}
