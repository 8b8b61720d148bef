package io.sequinmcp.sequin;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object of Sequin's. What is missing or of another type than expected reads as absent: an older or newer
 * server must never break a read.
 */
record Fields(Map<String, Object> values) {

    @Nullable
    String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    /** The text, or an empty one for what a server of any version sends. */
    String textOrEmpty(String name) {
        return orEmpty(text(name));
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Nullable
    Integer integer(String name) {
        return values.get(name) instanceof Number number ? (Integer) number.intValue() : null;
    }

    @Nullable
    Long number(String name) {
        return values.get(name) instanceof Number number ? (Long) number.longValue() : null;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    @Nullable
    Instant time(String name) {
        try {
            String text = text(name);
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The object of this name, or null when there is none. */
    @Nullable
    Fields object(String name) {
        return values.get(name) instanceof Map<?, ?> map ? new Fields(typed(map)) : null;
    }

    /** The object of this name as a map, empty when there is none. */
    Map<String, Object> map(String name) {
        Fields object = object(name);
        return object == null ? Map.of() : frozen(object.values);
    }

    /** The objects of a list; entries that are none are left out. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Object item : list(name)) {
            if (item instanceof Map<?, ?> map) {
                objects.add(new Fields(typed(map)));
            }
        }
        return Collections.unmodifiableList(objects);
    }

    List<String> texts(String name) {
        return texts(list(name));
    }

    /** What of a list is there. */
    static List<String> texts(@Nullable List<?> list) {
        if (list == null || list.isEmpty()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object item : list) {
            if (item != null) {
                texts.add(item.toString());
            }
        }
        return Collections.unmodifiableList(texts);
    }

    List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    /** An unmodifiable copy; unlike {@link Map#copyOf} it keeps the order and explicit nulls. */
    static Map<String, Object> frozen(Map<String, Object> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    static Map<String, Object> typed(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
