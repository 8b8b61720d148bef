package io.sequinmcp.tools;

import io.sequinmcp.plans.State;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a YAML plan is bound to: the account's configuration as it was, whatever is running meanwhile. */
final class ConfigState {
    /** Part of an exported sink, but not of its configuration. */
    private static final String RUNNING = "active_backfills";

    private ConfigState() {}

    /** By section and name, since Sequin exports in no order. */
    static State of(Map<String, Object> document) {
        Map<String, Object> state = new TreeMap<>();
        document.forEach(
                (section, entries) -> state.put(section, entries instanceof List<?> list ? byName(list) : entries));
        return State.of(state);
    }

    private static Map<String, Object> byName(List<?> entries) {
        Map<String, Object> named = new TreeMap<>();
        int place = 0;
        for (Object entry : entries) {
            place++;
            if (entry instanceof Map<?, ?> fields) {
                Object name = fields.get("name");
                named.put(name == null ? String.valueOf(place) : name.toString(), withoutWhatRuns(fields));
            } else {
                named.put(String.valueOf(place), entry);
            }
        }
        return named;
    }

    private static Map<String, Object> withoutWhatRuns(Map<?, ?> fields) {
        Map<String, Object> kept = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (!RUNNING.equals(name)) {
                kept.put(String.valueOf(name), value);
            }
        });
        return kept;
    }
}
