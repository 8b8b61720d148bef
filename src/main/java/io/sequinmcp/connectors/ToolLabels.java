package io.sequinmcp.connectors;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What whoever chooses among tools is told of one. Implemented by the door, as {@link ToolCatalog} is. */
public interface ToolLabels {
    Optional<Label> of(String tool);

    /**
     * How a tool shows itself.
     *
     * @param tokens what its name, description and input schema cost an agent, by o200k; null if nobody counted
     */
    record Label(String title, String description, @Nullable Integer tokens) {}
}
