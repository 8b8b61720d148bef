package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolCallException;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.tools.Classed;
import io.sequinmcp.tools.Effect;
import io.sequinmcp.tools.Guarded;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.validation.ConstraintViolationException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

/**
 * Lets nothing out of a tool but its answer or a {@link Problem}. Runs around the one of Bean Validation, whose
 * complaints it words anew: the original ones show class names and the values that were refused.
 *
 * <p>A tool that returns a {@link Uni} has the problem as structured content and as text; one that returns a plain
 * value, which the extension allows no other answer, as text. Of a prompt or resource it is a protocol error.
 */
@Guarded
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class GuardedInterceptor {
    private final Failures failures;
    private final Violations violations;
    private final ConnectorCaller caller;
    private final CallLimiter limiter;

    GuardedInterceptor(Failures failures, Violations violations, ConnectorCaller caller, CallLimiter limiter) {
        this.limiter = limiter;
        this.failures = failures;
        this.violations = violations;
        this.caller = caller;
    }

    @AroundInvoke
    Object guard(InvocationContext call) throws Exception {
        Method method = call.getMethod();
        Set<String> tools = toolsOfCaller();
        CallRemarks remarks = remarksOfCall();
        try {
            Object result = caller.isLimited() ? limited(call) : call.proceed();
            return result instanceof Uni<?> uni ? guarded(method, uni, tools, remarks) : result;
        } catch (OperationCancellationException e) {
            throw e;
        } catch (Throwable e) {
            if (!method.isAnnotationPresent(Tool.class)) {
                return FeatureProblem.answered(method, problem(method, e));
            }
            ProblemAnswer answer = ProblemAnswer.of(problem(method, e), tools, remarks);
            if (Uni.class.isAssignableFrom(method.getReturnType())) {
                return Uni.createFrom().item(answer.toResponse());
            }
            throw new ToolCallException(answer.text());
        }
    }

    /** Runs the tool if the limits of the connector let it. */
    private Uni<Object> limited(InvocationContext call) {
        Classed classed = call.getMethod().getAnnotation(Classed.class);
        return caller.permit(limiter, classed == null ? Effect.GET : classed.effect())
                .chain(permit -> Uni.createFrom()
                        .deferred(() -> proceed(call))
                        .onTermination()
                        .invoke(permit.end()));
    }

    private static Uni<Object> proceed(InvocationContext call) {
        try {
            Object result = call.proceed();
            return result instanceof Uni<?> uni
                    ? uni.map(Object.class::cast)
                    : Uni.createFrom().item(result);
        } catch (Exception e) {
            return Uni.createFrom().failure(e);
        }
    }

    /** Passes an answer of another type than the tool declares; {@link GuardedResultMapper} takes it up. */
    private Uni<Object> guarded(Method method, Uni<?> uni, Set<String> tools, CallRemarks remarks) {
        if (!method.isAnnotationPresent(Tool.class)) {
            return uni.<Object>map(result -> result)
                    .onFailure(failure -> !(failure instanceof OperationCancellationException))
                    .recoverWithUni(failure -> FeatureProblem.answered(method, problem(method, failure)));
        }
        return uni.<Object>map(result -> remarks.notes().isEmpty() ? result : new Remarked(result, remarks.notes()))
                .onFailure(failure -> !(failure instanceof OperationCancellationException))
                .recoverWithItem(failure -> ProblemAnswer.of(problem(method, failure), tools, remarks)
                        .toResponse());
    }

    private Problem problem(Method method, Throwable failure) {
        Optional<Problem> ofCaller = failure instanceof ConstraintViolationException violated
                ? violations.toProblem(method, violated)
                : Optional.empty();
        return ofCaller.orElseGet(() -> failures.toProblem(Catalog.nameOf(method), failure));
    }

    private CallRemarks remarksOfCall() {
        try {
            return caller.remarks();
        } catch (RuntimeException e) {
            return CallRemarks.of(null);
        }
    }

    private Set<String> toolsOfCaller() {
        try {
            return caller.tools();
        } catch (RuntimeException e) {
            return Set.of();
        }
    }
}
