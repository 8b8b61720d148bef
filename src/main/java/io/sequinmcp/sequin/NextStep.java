package io.sequinmcp.sequin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;

/**
 * The call that helps next, with complete arguments.
 *
 * @param tool the name of the operation, such as {@code list_backfills}; the door drops steps a connector has no right
 *     to
 * @param arguments the arguments to call it with, by their public names
 */
public record NextStep(String tool, Map<String, Object> arguments) {
    private static final String AGAIN = "";

    public NextStep {
        arguments = Map.copyOf(arguments);
    }

    /** The same call once more, when what stood in its way is gone; its arguments are the door's to add. */
    public static NextStep again() {
        return new NextStep(AGAIN, Map.of());
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
