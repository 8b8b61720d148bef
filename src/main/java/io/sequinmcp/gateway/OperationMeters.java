package io.sequinmcp.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkiverse.mcp.server.McpMethod;
import io.quarkiverse.mcp.server.runtime.McpMetrics;
import io.quarkiverse.mcp.server.runtime.McpRequest;
import io.quarkus.arc.Unremovable;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Times what MCP clients ask for, under the names of the OpenTelemetry conventions for MCP.
 *
 * <p>Takes the place of the extension's own metrics. Those can't be turned off, make a meter per tool name and resource
 * URI that a client sends, known or not, so that one client could fill the memory with them, and look each up by its
 * tags on every call.
 */
@Unremovable
@Alternative
@Priority(1)
@Singleton
class OperationMeters implements McpMetrics {
    static final String DURATION = "mcp.server.operation.duration";

    /** The bounds that the conventions advise, in milliseconds. */
    private static final long[] BOUNDS = {
        10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000
    };

    private final MeterRegistry registry;
    private final Map<McpMethod, Duration> worked = new EnumMap<>(McpMethod.class);
    private final Map<McpMethod, Duration> failed = new EnumMap<>(McpMethod.class);

    OperationMeters(MeterRegistry registry) {
        this.registry = registry;
        for (McpMethod method : McpMethod.values()) {
            // Calls of tools are told apart further, see CallMeters
            if (method != McpMethod.TOOLS_CALL) {
                worked.put(method, new Duration(method.jsonRpcName(), "", "ok"));
                failed.put(method, new Duration(method.jsonRpcName(), "", "failed"));
            }
        }
    }

    @Override
    public <T> void createMcpConnectionsGauge(T stateObject, ToDoubleFunction<T> valueFunction) {
        Gauge.builder("mcp.server.connections.active", stateObject, valueFunction)
                .description("Sessions that this node keeps")
                .register(registry);
    }

    @Override
    public void mcpRequestCompleted(
            McpMethod method, JsonObject message, McpRequest request, long milliseconds, @Nullable Throwable failure) {
        Duration duration = (failure == null ? worked : failed).get(method);
        if (duration != null) {
            duration.record(TimeUnit.MILLISECONDS.toNanos(milliseconds));
        }
    }

    /** @param tool empty where none is called: to Prometheus that is no label at all */
    Duration duration(String method, String tool, String outcome) {
        return new Duration(method, tool, outcome);
    }

    /** How long one kind of operation took; there is no meter until one has ended. */
    final class Duration {
        private final String method;
        private final String tool;
        private final String outcome;
        private volatile @Nullable Timer timer;

        private Duration(String method, String tool, String outcome) {
            this.method = method;
            this.tool = tool;
            this.outcome = outcome;
        }

        void record(long nanos) {
            Timer known = timer;
            if (known == null) {
                known = register();
                timer = known;
            }
            known.record(nanos, TimeUnit.NANOSECONDS);
        }

        private Timer register() {
            java.time.Duration[] bounds = new java.time.Duration[BOUNDS.length];
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = java.time.Duration.ofMillis(BOUNDS[i]);
            }
            return Timer.builder(DURATION)
                    .description("How long MCP requests took")
                    .tags("mcp.method.name", method, "gen_ai.tool.name", tool, "outcome", outcome)
                    .serviceLevelObjectives(bounds)
                    .register(registry);
        }
    }
}
