package io.sequinmcp.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkiverse.mcp.server.runtime.ResultMappers.Result;
import io.quarkiverse.mcp.server.runtime.ToolStructuredContentResultMapper;
import io.quarkiverse.mcp.server.runtime.config.McpServersRuntimeConfig;
import io.quarkus.arc.Unremovable;
import io.sequinmcp.tools.Answer;
import io.sequinmcp.tools.Linked;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Brings every answer into the form in which it leaves, with the door's remarks among its {@code notes}, and passes on
 * what {@link GuardedInterceptor} gives in place of a result. Nothing injects it: the extension looks its own mapper
 * up, and finds this.
 */
@Unremovable
@Alternative
@Priority(1)
@Singleton
class GuardedResultMapper extends ToolStructuredContentResultMapper {
    private final ObjectMapper json;
    private final ConnectorCaller caller;

    GuardedResultMapper(McpServersRuntimeConfig config, ObjectMapper json, ConnectorCaller caller) {
        super(config, json);
        this.json = json;
        this.caller = caller;
    }

    @Override
    public Uni<ToolResponse> apply(Result<Object> result) {
        Object value = result.value();
        if (value instanceof ToolResponse answer) {
            return Uni.createFrom().item(answer);
        }
        try {
            return value instanceof Remarked remarked
                    ? form(result, remarked.result(), remarked.notes())
                    : form(result, value, List.of());
        } catch (JsonProcessingException e) {
            return Uni.createFrom().failure(e);
        }
    }

    private Uni<ToolResponse> form(Result<Object> result, Object value, List<String> remarks)
            throws JsonProcessingException {
        String text = json.writeValueAsString(value);
        if (!text.startsWith("{")) {
            return super.apply(result);
        }
        Answer declared = value.getClass().getAnnotation(Answer.class);
        Linked.Link link = value instanceof Linked linked ? linked.link() : null;
        return Uni.createFrom()
                .item(Presentation.answer(
                        text,
                        remarks,
                        declared == null ? Answer.LESS : declared.wholeBy(),
                        link != null && caller.has(link.tool()) ? link : null));
    }
}
