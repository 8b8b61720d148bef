package io.sequinmcp.sequin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The call that helps next, with all arguments that are known.
 *
 * @param tool the name of the operation, such as {@code list_backfills}; the door drops steps a connector has no right
 *     to
 * @param arguments the arguments to call it with, by their public names
 * @param ask the names of those that are still missing, for only the user knows them
 */
public record NextStep(
        String tool, Map<String, Object> arguments, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> ask) {
    private static final String AGAIN = "";

    public NextStep {
        // In the same order from every replica
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
        ask = List.copyOf(ask);
    }

    /** One with complete arguments. */
    public NextStep(String tool, Map<String, Object> arguments) {
        this(tool, arguments, List.of());
    }

    /** The same call once more, when what stood in its way is gone; its arguments are the door's to add. */
    public static NextStep again() {
        return new NextStep(AGAIN, Map.of());
    }

    /** The same call, for which these arguments are still to be chosen. */
    public NextStep asking(String... missing) {
        return new NextStep(tool, arguments, List.of(missing));
    }

    @JsonIgnore
    public boolean isAgain() {
        return tool.equals(AGAIN);
    }

    public static NextStep of(String tool) {
        return new NextStep(tool, Map.of());
    }

    public static NextStep of(String tool, String name, Object value) {
        return new NextStep(tool, Map.of(name, value));
    }
}
