package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tools, and what they cost an agent before it calls any.
 *
 * @param tokens of all of them together
 */
public record ToolList(List<ToolView> tools, int tokens) {
    static ToolList of(List<ToolView> tools) {
        return new ToolList(
                tools,
                tools.stream()
                        .mapToInt(it -> it.tokens() == null ? 0 : it.tokens())
                        .sum());
    }

    /**
     * A tool as the admin API shows it.
     *
     * @param method what it does, as {@code config.methods} selects it
     * @param tag its area, as {@code config.tags} selects it
     * @param tokens its name, description and input schema, by o200k
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ToolView(
            String name, String title, String description, String method, String tag, @Nullable Integer tokens) {}
}
