package io.sequinmcp.plans;

import io.quarkus.runtime.util.HashUtil;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a preview was made from, as a hash per field: enough to say later what has changed, without keeping a value.
 *
 * @param hashes by the path of the field, such as {@code destination.topic}
 */
public record State(SortedMap<String, String> hashes) {
    /** 128 bits: enough to tell values apart. */
    private static final int HASH_DIGITS = 32;

    /**
     * Of configuration, as it comes from JSON: maps, lists, text, numbers, booleans, null. Objects are taken apart, so
     * that their fields count one by one and in any order; a list is one field, its order counts. Null is the same as
     * not there.
     */
    public static State of(Map<String, ?> configuration) {
        SortedMap<String, String> hashes = new TreeMap<>();
        addFields("", configuration, hashes);
        return new State(hashes);
    }

    /** The paths of the fields that are in one of the two only, or differ; in alphabetical order. */
    public List<String> differences(State other) {
        SortedSet<String> paths = new TreeSet<>(hashes.keySet());
        paths.addAll(other.hashes.keySet());
        paths.removeIf(path -> Objects.equals(hashes.get(path), other.hashes.get(path)));
        return List.copyOf(paths);
    }

    String toJson() {
        return new JsonObject(new TreeMap<>(hashes)).encode();
    }

    static State fromJson(String json) {
        SortedMap<String, String> hashes = new TreeMap<>();
        new JsonObject(json).forEach(field -> hashes.put(field.getKey(), String.valueOf(field.getValue())));
        return new State(hashes);
    }

    private static void addFields(String prefix, Map<?, ?> object, SortedMap<String, String> hashes) {
        object.forEach((name, value) -> {
            String path = prefix + name;
            if (value instanceof Map<?, ?> nested && !nested.isEmpty()) {
                addFields(path + ".", nested, hashes);
            } else if (value != null) {
                hashes.put(path, hash(canonical(value)));
            }
        });
    }

    /** One text for equal values, and only for those. */
    private static String canonical(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            SortedMap<String, String> sorted = new TreeMap<>();
            map.forEach((name, field) -> {
                if (field != null) {
                    sorted.put(String.valueOf(name), canonical(field));
                }
            });
            return "{"
                    + sorted.entrySet().stream()
                            .map(e -> quoted(e.getKey()) + ":" + e.getValue())
                            .toList() + "}";
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(State::canonical).toList().toString();
        }
        return value instanceof CharSequence text ? quoted(text.toString()) : String.valueOf(value);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String hash(String text) {
        return HashUtil.sha256(text).substring(0, HASH_DIGITS);
    }
}
