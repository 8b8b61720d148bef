package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.CompletePrompt;
import io.quarkiverse.mcp.server.CompleteResourceTemplate;
import io.quarkiverse.mcp.server.CompletionResponse;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.McpException;
import io.quarkiverse.mcp.server.Prompt;
import io.sequinmcp.sequin.Problem;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Method;
import java.util.List;

/**
 * How a prompt or resource says that it failed: as a protocol error, in words that a human reads. A completion that
 * fails completes nothing, for who is typing can do without it.
 */
final class FeatureProblem {
    private static final int LONGEST = 1_000;

    private FeatureProblem() {}

    static Uni<Object> answered(Method feature, Problem problem) {
        if (feature.isAnnotationPresent(CompletePrompt.class)
                || feature.isAnnotationPresent(CompleteResourceTemplate.class)) {
            return Uni.createFrom().item(new CompletionResponse(List.of(), 0, false));
        }
        return Uni.createFrom().failure(new McpException(text(problem), code(feature, problem)));
    }

    private static int code(Method feature, Problem problem) {
        return switch (problem.code()) {
            case NOT_FOUND ->
                feature.isAnnotationPresent(Prompt.class)
                        ? JsonRpcErrorCodes.INVALID_PARAMS
                        : JsonRpcErrorCodes.RESOURCE_NOT_FOUND;
            case INVALID_ARGUMENT -> JsonRpcErrorCodes.INVALID_PARAMS;
            default -> JsonRpcErrorCodes.INTERNAL_ERROR;
        };
    }

    private static String text(Problem problem) {
        String text = problem.message();
        if (!problem.allowed().isEmpty()) {
            text += " There are: " + String.join(", ", problem.allowed()) + ".";
        }
        if (problem.rateLimit() != null && problem.rateLimit().retryAfterSeconds() != null) {
            text += " Try again in " + problem.rateLimit().retryAfterSeconds() + " s.";
        }
        String seen = UnseenCharacters.escaped(text);
        return seen.length() > LONGEST ? seen.substring(0, LONGEST) + "…" : seen;
    }
}
