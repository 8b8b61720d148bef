package io.sequinmcp.tools;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Sequin sent beside what an answer shows by name, so that detail loses nothing, fields we don't know included.
 */
final class Remainder {
    private Remainder() {}

    /** The other fields in a stable order, without those that say nothing: nulls, empty lists and empty objects. */
    static Map<String, Object> of(Map<String, Object> raw, Set<String> shown) {
        Map<String, Object> rest = new TreeMap<>();
        raw.forEach((name, value) -> {
            if (!shown.contains(name) && saysSomething(value)) {
                rest.put(name, value);
            }
        });
        return rest;
    }

    private static boolean saysSomething(Object value) {
        return value != null
                && !(value instanceof Collection<?> list && list.isEmpty())
                && !(value instanceof Map<?, ?> map && map.isEmpty());
    }
}
