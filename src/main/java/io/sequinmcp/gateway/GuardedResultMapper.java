package io.sequinmcp.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkiverse.mcp.server.runtime.ResultMappers.Result;
import io.quarkiverse.mcp.server.runtime.ToolStructuredContentResultMapper;
import io.quarkiverse.mcp.server.runtime.config.McpServersRuntimeConfig;
import io.quarkus.arc.Unremovable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Passes on the answer that {@link GuardedInterceptor} gives in place of a result, and puts the door's remarks into the
 * {@code notes} of one. Nothing injects it: the extension looks its own mapper up, and finds this.
 */
@Unremovable
@Alternative
@Priority(1)
@Singleton
class GuardedResultMapper extends ToolStructuredContentResultMapper {
    private static final String NOTES = "notes";

    private final ObjectMapper json;

    GuardedResultMapper(McpServersRuntimeConfig config, ObjectMapper json) {
        super(config, json);
        this.json = json;
    }

    @Override
    public Uni<ToolResponse> apply(Result<Object> result) {
        if (result.value() instanceof ToolResponse answer) {
            return Uni.createFrom().item(answer);
        }
        return result.value() instanceof Remarked remarked
                ? Uni.createFrom().item(noted(remarked))
                : super.apply(result);
    }

    private ToolResponse noted(Remarked remarked) {
        try {
            JsonObject content = new JsonObject(json.writeValueAsString(remarked.result()));
            JsonArray notes = content.getJsonArray(NOTES, new JsonArray());
            remarked.notes().forEach(notes::add);
            content.put(NOTES, notes);
            return new ToolResponse(false, List.of(new TextContent(content.encode())), content, null);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
