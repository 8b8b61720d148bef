package io.sequinmcp.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkiverse.mcp.server.runtime.ResultMappers.Result;
import io.quarkiverse.mcp.server.runtime.ToolStructuredContentResultMapper;
import io.quarkiverse.mcp.server.runtime.config.McpServersRuntimeConfig;
import io.quarkus.arc.Unremovable;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/**
 * Passes on the answer that {@link GuardedInterceptor} gives in place of a result. Nothing injects it: the extension
 * looks its own mapper up, and finds this.
 */
@Unremovable
@Alternative
@Priority(1)
@Singleton
class GuardedResultMapper extends ToolStructuredContentResultMapper {
    GuardedResultMapper(McpServersRuntimeConfig config, ObjectMapper json) {
        super(config, json);
    }

    @Override
    public Uni<ToolResponse> apply(Result<Object> result) {
        return result.value() instanceof ToolResponse answer ? Uni.createFrom().item(answer) : super.apply(result);
    }
}
