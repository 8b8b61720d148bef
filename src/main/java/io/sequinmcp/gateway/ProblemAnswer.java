package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.ToolResponse;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.RateLimit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one shape in which a tool says that it failed, as structured content and as the same in text. */
final class ProblemAnswer {
    private static final int LONGEST = 3_000;

    private final JsonObject content;

    private ProblemAnswer(JsonObject content) {
        this.content = content;
    }

    /**
     * @param tools what the connector has; other calls are not advised
     * @param remarks of the call that failed
     */
    static ProblemAnswer of(Problem problem, Set<String> tools, CallRemarks remarks) {
        JsonObject content = new JsonObject()
                .put("code", problem.code().name().toLowerCase(Locale.ROOT))
                .put("message", cut(problem.message()));
        if (problem.field() != null) {
            content.put("field", problem.field());
        }
        if (!problem.allowed().isEmpty()) {
            content.put("allowed", new JsonArray(problem.allowed()));
        }
        if (!problem.fieldErrors().isEmpty()) {
            content.put("field_errors", new JsonObject(problem.fieldErrors()));
        }
        putCorrection(content, problem.corrected());
        JsonArray next = new JsonArray();
        steps(problem, remarks)
                .filter(step -> tools.contains(step.tool()))
                .map(ProblemAnswer::call)
                .forEach(next::add);
        if (!next.isEmpty()) {
            content.put("next", next);
        }
        if (!remarks.notes().isEmpty()) {
            content.put("notes", new JsonArray(remarks.notes()));
        }
        if (problem.rateLimit() != null) {
            putRateLimit(content, problem.rateLimit());
        }
        if (problem.status() != null) {
            content.put("status", problem.status());
        }
        return new ProblemAnswer(content);
    }

    private static JsonObject call(NextStep step) {
        JsonObject call = new JsonObject().put("tool", step.tool()).put("arguments", new JsonObject(step.arguments()));
        return step.ask().isEmpty() ? call : call.put("ask", new JsonArray(step.ask()));
    }

    /** The call as it should have been, then what else leads on. */
    private static Stream<NextStep> steps(Problem problem, CallRemarks remarks) {
        Stream<NextStep> corrected =
                problem.corrected().isEmpty() ? Stream.empty() : remarks.again(problem.corrected()).stream();
        Stream<NextStep> advised = problem.next().stream()
                .flatMap(step -> step.isAgain() ? remarks.again(Map.of()).stream() : Stream.of(step));
        return Stream.concat(corrected, advised).distinct();
    }

    /** A sentence may quote the caller, whatever that said. */
    private static String cut(String message) {
        return message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    }

    /** A null would get lost with many clients. */
    private static void putCorrection(JsonObject content, Map<String, Object> corrected) {
        JsonObject values = new JsonObject();
        JsonArray leftOut = new JsonArray();
        corrected.forEach((path, value) -> {
            if (value == null) {
                leftOut.add(path);
            } else {
                values.put(path, value);
            }
        });
        if (!values.isEmpty()) {
            content.put("corrected", values);
        }
        if (!leftOut.isEmpty()) {
            content.put("leave_out", leftOut);
        }
    }

    private static void putRateLimit(JsonObject content, RateLimit limit) {
        putKnown(content, "retry_after_seconds", limit.retryAfterSeconds());
        JsonObject numbers = new JsonObject();
        putKnown(numbers, "limit", limit.limit());
        putKnown(numbers, "remaining", limit.remaining());
        putKnown(numbers, "window_seconds", limit.windowSeconds());
        putKnown(numbers, "source", limit.source());
        if (!numbers.isEmpty()) {
            content.put("rate_limit", numbers);
        }
    }

    private static void putKnown(JsonObject content, String name, @Nullable Object value) {
        if (value != null) {
            content.put(name, value);
        }
    }

    String text() {
        return toResponse().content().get(0).asText().text();
    }

    ToolResponse toResponse() {
        return Presentation.problem(content);
    }
}
