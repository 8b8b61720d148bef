package io.sequinmcp.gateway;

import io.sequinmcp.tools.Guarded;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validation;
import jakarta.validation.executable.ExecutableValidator;
import java.util.Locale;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * Holds the arguments of tools, prompts and resources against the Bean Validation constraints of their parameters,
 * within {@link GuardedInterceptor}, which words what is wrong.
 *
 * <p>Not Quarkus' own extension: before anything else at each start that one learns the constraints of every
 * configuration class there is, ours and Quarkus', which takes a fifth of the start.
 */
@Guarded
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_AFTER)
class ConstraintInterceptor {
    /** Made on first use: no start waits for it. */
    private static final class Loaded {
        private static final ExecutableValidator VALIDATOR = validator();
    }

    @AroundInvoke
    Object check(InvocationContext call) throws Exception {
        Set<ConstraintViolation<Object>> violations =
                Loaded.VALIDATOR.validateParameters(call.getTarget(), call.getMethod(), call.getParameters());
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return call.proceed();
    }

    /** Speaks English wherever the service runs: agents read it. */
    private static ExecutableValidator validator() {
        return Validation.byProvider(HibernateValidator.class)
                .configure()
                .ignoreXmlConfiguration()
                .locales(Locale.US)
                .defaultLocale(Locale.US)
                .messageInterpolator(new ParameterMessageInterpolator(Set.of(Locale.US), Locale.US, false))
                .buildValidatorFactory()
                .getValidator()
                .forExecutables();
    }
}
