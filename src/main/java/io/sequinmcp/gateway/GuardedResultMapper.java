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
import java.util.List;

/**
 * Passes on what {@link GuardedInterceptor} gives in place of a result, and brings what a tool gives that is no
 * {@link Uni} into its form. Nothing injects it: the extension looks its own mapper up, and finds this.
 */
@Unremovable
@Alternative
@Priority(1)
@Singleton
class GuardedResultMapper extends ToolStructuredContentResultMapper {
    private final AnswerForm form;

    GuardedResultMapper(McpServersRuntimeConfig config, ObjectMapper json, AnswerForm form) {
        super(config, json);
        this.form = form;
    }

    @Override
    public Uni<ToolResponse> apply(Result<Object> result) {
        return form.of(result.value(), List.of())
                .map(answer -> Uni.createFrom().item(answer))
                .orElseGet(() -> super.apply(result));
    }
}
