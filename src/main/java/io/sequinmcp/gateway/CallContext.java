package io.sequinmcp.gateway;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.sequinmcp.audit.RequestId;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What logs and spans of a call are labelled with. Each call has a Vert.x context of its own, which carries this to
 * whatever is done for it and ends with it.
 */
final class CallContext {
    private CallContext() {}

    static void enter(ConnectorCaller caller, String tool, CallRemarks remarks) {
        MDC.put("tool", tool);
        label("connector", caller.connectorOrNull());
        label("request_id", requestId(caller.exchange()));
        Context trace = remarks.trace();
        if (trace != null) {
            // Stays current until the context of the call ends
            ContextStorage.get().attach(trace);
        }
    }

    private static @Nullable String requestId(@Nullable RoutingContext exchange) {
        return exchange == null ? null : RequestId.of(exchange);
    }

    private static void label(String key, @Nullable String value) {
        if (value != null) {
            MDC.put(key, value);
        }
    }
}
