package io.sequinmcp.gateway;

import io.opentelemetry.context.Context;
import io.quarkiverse.mcp.server.InitialRequest;
import io.quarkiverse.mcp.server.McpMethod;
import io.quarkiverse.mcp.server.runtime.McpRequest;
import io.quarkiverse.mcp.server.runtime.McpTracing;
import io.quarkiverse.mcp.server.runtime.McpTracingSpan;
import io.quarkiverse.mcp.server.runtime.tracing.McpTracingInstrumenter;
import io.quarkus.arc.Unremovable;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes a span per MCP request, as the extension does, with two things put right: a client that sends its trace in the
 * HTTP header and not in {@code _meta} is followed too, and what the tool asks of Sequin belongs to the span. Does
 * nothing at all while tracing is off.
 */
@Unremovable
@Alternative
@Priority(1)
@Singleton
class CallTracing implements McpTracing {
    private static final String TRACE_PARENT = "traceparent";
    private static final String META = "_meta";

    /** Looked up when there is something to trace: it brings the whole of OpenTelemetry along. */
    private final Instance<McpTracingInstrumenter> spans;

    private final boolean off;

    CallTracing(
            Instance<McpTracingInstrumenter> spans, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.spans = spans;
        this.off = off;
    }

    @Override
    public McpTracingSpan startSpan(
            McpMethod method, JsonObject message, McpRequest request, InitialRequest.Transport transport) {
        if (off) {
            return McpTracingSpan.NOOP;
        }
        JsonObject params = message.getJsonObject("params");
        if (params != null && !params.getJsonObject(META, new JsonObject()).containsKey(TRACE_PARENT)) {
            // The span of the HTTP request, which carries on the trace of its header
            JsonObject meta = params.getJsonObject(META, new JsonObject()).copy();
            spans.get().injectMcpOtelContext(meta);
            params.put(META, meta);
        }
        McpTracingSpan span = spans.get().startSpan(method, message, request, transport);
        Admission.current().ifPresent(admission -> admission.remarks().tracedIn(Context.current()));
        return span;
    }

    @Override
    public void injectMcpOtelContext(JsonObject meta) {
        if (!off) {
            spans.get().injectMcpOtelContext(meta);
        }
    }
}
