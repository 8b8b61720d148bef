package io.sequinmcp.sequin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every generated type can tell: its fields by their names in JSON, those included that the API description
 * doesn't know. So an answer of Sequin is read once, and is there typed as well as whole.
 */
public interface WithFields {
    /** Those that are set, in the order of the description, then the others as they came; a copy, all the way down. */
    Map<String, Object> fields();

    /** Puts a field in, if it is set. */
    static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, plain(value));
        }
    }

    /** Puts in what came beside; there a null was sent as one. */
    static void putAll(Map<String, Object> fields, Map<String, Object> values) {
        values.forEach((name, value) -> fields.put(name, plain(value)));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof WithFields object) {
            return object.fields();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> copy.put((String) name, plain(inner)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(inner -> copy.add(plain(inner)));
            return copy;
        }
        return value;
    }
}
