package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.sequinmcp.audit.AuditLog;
import io.sequinmcp.audit.Entry;
import io.sequinmcp.audit.Intent;
import io.sequinmcp.audit.Outcome;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.store.StoreException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Takes down what is done through the admin API. What can't be taken down is not done. */
@Audited
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class AuditedInterceptor {
    private final AuditLog log;
    private final CurrentVertxRequest request;
    private final Clock clock;

    AuditedInterceptor(AuditLog log, CurrentVertxRequest request, Clock clock) {
        this.log = log;
        this.request = request;
        this.clock = clock;
    }

    @AroundInvoke
    Object audit(InvocationContext call) throws Exception {
        Audited declared = call.getMethod().getAnnotation(Audited.class);
        RoutingContext exchange = request.getCurrent();
        AdminAct act = AdminAct.of(exchange, declared, body(call), path(call), clock.instant());
        AdminAct.claim(exchange);
        long begun = System.nanoTime();
        return log.intend(() -> act.entry(Entry.Result.of(Outcome.BEGUN)))
                .onFailure()
                .transform(StoreException::new)
                .chain(intent -> proceed(call)
                        .onItem()
                        .invoke(result -> end(intent, act.with(result), result(result, begun)))
                        .onFailure()
                        .invoke(failure -> end(intent, act, result(failure, begun)))
                        .onCancellation()
                        .invoke(() -> end(intent, act, result(Outcome.UNANSWERED, null, null, begun))));
    }

    private static Uni<Object> proceed(InvocationContext call) {
        return Uni.createFrom().deferred(() -> {
            try {
                return ((Uni<?>) call.proceed()).map(Object.class::cast);
            } catch (Exception e) {
                return Uni.createFrom().failure(e);
            }
        });
    }

    private void end(Intent intent, AdminAct act, Entry.Result result) {
        log.end(intent, () -> act.entry(result));
    }

    private static Entry.Result result(Object answer, long begun) {
        int status = answer instanceof Response response ? response.getStatus() : 200;
        return status < 400
                ? result(Outcome.OK, null, null, begun)
                : result(Outcome.REFUSED, String.valueOf(status), null, begun);
    }

    private static Entry.Result result(Throwable failure, long begun) {
        if (failure instanceof AdminRefusal refusal) {
            return result(
                    Outcome.REFUSED, refusal.reason().name().toLowerCase(Locale.ROOT), refusal.getMessage(), begun);
        }
        return result(Outcome.FAILED, failure instanceof StoreException ? "unavailable" : "internal", null, begun);
    }

    private static Entry.Result result(Outcome outcome, @Nullable String code, @Nullable String detail, long begun) {
        return new Entry.Result(outcome, code, detail, (System.nanoTime() - begun) / 1000, null);
    }

    private static Optional<JsonNode> body(InvocationContext call) {
        for (Object parameter : call.getParameters()) {
            if (parameter instanceof JsonNode body) {
                return Optional.of(body);
            }
        }
        return Optional.empty();
    }

    /** What the path names. */
    private static @Nullable String path(InvocationContext call) {
        Annotation[][] annotations = call.getMethod().getParameterAnnotations();
        for (int i = 0; i < annotations.length; i++) {
            for (Annotation annotation : annotations[i]) {
                if (annotation instanceof RestPath) {
                    return String.valueOf(call.getParameters()[i]);
                }
            }
        }
        return null;
    }
}
