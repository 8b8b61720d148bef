package io.sequinmcp.gateway;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkiverse.mcp.server.PromptManager;
import io.quarkiverse.mcp.server.ResourceManager;
import io.quarkiverse.mcp.server.ToolManager;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Keeps what callers make up out of the extension's metrics: it would take every name and address that anybody asks for
 * as the tag of a series of its own. Of an address only its kind is kept.
 */
@Singleton
class MetricTags implements MeterFilter {
    private static final String OF_MCP = "mcp.server.";
    private static final String OTHER = "other";

    private final Instance<ToolManager> tools;
    private final Instance<PromptManager> prompts;
    private final Instance<ResourceManager> resources;

    /** Metrics are there before the extension is. */
    MetricTags(Instance<ToolManager> tools, Instance<PromptManager> prompts, Instance<ResourceManager> resources) {
        this.tools = tools;
        this.prompts = prompts;
        this.resources = resources;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(OF_MCP)) {
            return id;
        }
        List<Tag> tags = id.getTags().stream().map(this::known).toList();
        return id.replaceTags(tags);
    }

    private Tag known(Tag tag) {
        String value = tag.getValue();
        return switch (tag.getKey()) {
            case "tool.name" -> tools.get().getTool(value) == null ? Tag.of(tag.getKey(), OTHER) : tag;
            case "prompt.name" -> prompts.get().getPrompt(value) == null ? Tag.of(tag.getKey(), OTHER) : tag;
            case "resource.uri" ->
                resources.get().getResource(value) == null ? Tag.of(tag.getKey(), kindOf(value)) : tag;
            default -> tag;
        };
    }

    /** Such as {@code sequin://sinks/}, whatever comes after. */
    private static String kindOf(String uri) {
        int end = uri.lastIndexOf('/') + 1;
        return uri.startsWith("sequin://")
                        && uri.substring(0, end).matches("sequin://(sinks|databases|http_endpoints|guides)/")
                ? uri.substring(0, end)
                : OTHER;
    }
}
