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
 * Lets nothing out of a tool but its answer or a {@link Problem}, and nothing into one that would change something
 * before the audit has it. Runs around the one of Bean Validation, whose complaints it words anew: the original ones
 * show class names and the values that were refused.
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
    private final CallMeters meters;
    private final Audits audits;
    private final AnswerForm form;

    GuardedInterceptor(
            Failures failures,
            Violations violations,
            ConnectorCaller caller,
            CallLimiter limiter,
            CallMeters meters,
            Audits audits,
            AnswerForm form) {
        this.failures = failures;
        this.violations = violations;
        this.caller = caller;
        this.limiter = limiter;
        this.meters = meters;
        this.audits = audits;
        this.form = form;
    }

    @AroundInvoke
    Object guard(InvocationContext call) throws Exception {
        Method method = call.getMethod();
        Set<String> tools = toolsOfCaller();
        CallRemarks remarks = remarksOfCall();
        CallContext.enter(caller, Catalog.nameOf(method), remarks);
        AuditedCall audited = caller.audited(method).orElse(null);
        if (audited == null) {
            // The door begins a trail for every request; what comes another way would leave none, so it is not done
            throw new ToolCallException("The call did not come through the door");
        }
        CallMeters.Running running = method.isAnnotationPresent(Tool.class)
                ? meters.begin(accountOfCaller(), Catalog.nameOf(method))
                : meters.none();
        Classed classed = method.getAnnotation(Classed.class);
        Effect effect = classed == null ? Effect.GET : classed.effect();
        audited.tagged(classed == null ? null : classed.tag());
        Undelivered undelivered = Undelivered.begin();
        try {
            Object result = caller.isLimited()
                    ? limited(call, effect, audited)
                    : changes(effect) ? begun(call, effect, audited) : call.proceed();
            if (result instanceof Uni<?> uni) {
                return guarded(method, caller.whileWanted(uni, effect), tools, remarks, running, audited, undelivered);
            }
            running.worked();
            audited.succeeded(result);
            return result;
        } catch (OperationCancellationException e) {
            running.cancelled();
            audited.cancelled();
            throw e;
        } catch (Throwable e) {
            Problem problem = problem(method, audited, e);
            running.failed(problem.code());
            audited.failed(problem);
            if (!method.isAnnotationPresent(Tool.class)) {
                return FeatureProblem.answered(method, problem);
            }
            ProblemAnswer answer = ProblemAnswer.of(problem, tools, remarks);
            if (Uni.class.isAssignableFrom(method.getReturnType())) {
                return Uni.createFrom().item(answer.toResponse());
            }
            throw new ToolCallException(answer.text());
        }
    }

    /** Runs the tool if the limits of the connector let it. */
    private Uni<Object> limited(InvocationContext call, Effect effect, AuditedCall audited) {
        return caller.permit(limiter, effect)
                .chain(permit -> begun(call, effect, audited).onTermination().invoke(permit.end()));
    }

    /** Runs the tool, after the audit has it if it is to change something. */
    private Uni<Object> begun(InvocationContext call, Effect effect, AuditedCall audited) {
        Uni<Object> run = Uni.createFrom().deferred(() -> proceed(call));
        return changes(effect) ? audits.intend(audited).chain(() -> run) : run;
    }

    private static boolean changes(Effect effect) {
        return switch (effect) {
            case CREATE, UPDATE, DELETE, CUSTOM -> true;
            case GET, LIST -> false;
        };
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

    /**
     * Passes an answer of another type than the tool declares; {@link GuardedResultMapper} takes it up. It is formed
     * here, so that what can't be fails as the rest does, and is not taken for delivered.
     */
    private Uni<Object> guarded(
            Method method,
            Uni<?> uni,
            Set<String> tools,
            CallRemarks remarks,
            CallMeters.Running running,
            AuditedCall audited,
            Undelivered undelivered) {
        Tool tool = method.getAnnotation(Tool.class);
        return uni.<Object>map(result -> {
                    Object answer =
                            tool != null && tool.structuredContent() ? formed(result, remarks, undelivered) : result;
                    running.worked();
                    audited.succeeded(result);
                    return answer;
                })
                .onFailure()
                .recoverWithUni(failure -> {
                    if (failure instanceof OperationCancellationException) {
                        running.cancelled();
                        audited.cancelled();
                        return Uni.createFrom().failure(failure);
                    }
                    Problem problem = problem(method, audited, failure);
                    running.failed(problem.code());
                    audited.failed(problem);
                    return tool != null
                            ? Uni.createFrom()
                                    .item(ProblemAnswer.of(problem, tools, remarks)
                                            .toResponse())
                            : FeatureProblem.answered(method, problem);
                })
                .onCancellation()
                .invoke(() -> {
                    running.cancelled();
                    audited.cancelled();
                });
    }

    private Object formed(Object result, CallRemarks remarks, Undelivered undelivered) {
        try {
            return form.of(result, remarks.notes()).<Object>map(it -> it).orElse(result);
        } catch (RuntimeException | Error e) {
            undelivered.run();
            throw e;
        }
    }

    private Problem problem(Method method, AuditedCall audited, Throwable failure) {
        Optional<Problem> ofCaller = failure instanceof ConstraintViolationException violated
                ? violations.toProblem(method, violated)
                : Optional.empty();
        return ofCaller.orElseGet(() -> failures.toProblem(Catalog.nameOf(method), audited.requestId(), failure));
    }

    private CallRemarks remarksOfCall() {
        try {
            return caller.remarks();
        } catch (RuntimeException e) {
            return CallRemarks.of(null);
        }
    }

    private String accountOfCaller() {
        try {
            return caller.account();
        } catch (RuntimeException e) {
            return "";
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
