package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.sequin.Problem;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Words what Bean Validation finds wrong with the arguments of a call, without the values themselves. */
@Singleton
class Violations {
    private final InputSchemas schemas;

    Violations(InputSchemas schemas) {
        this.schemas = schemas;
    }

    /** The problem, if it is the caller's: a violation from deeper inside is a fault of ours. */
    Optional<Problem> toProblem(Method tool, ConstraintViolationException violated) {
        Map<String, Object> byArgument = new LinkedHashMap<>();
        List<String> arguments = new ArrayList<>();
        Map<String, Long> bounds = new LinkedHashMap<>();
        for (ConstraintViolation<?> violation : violated.getConstraintViolations()) {
            List<Path.Node> path = new ArrayList<>();
            violation.getPropertyPath().forEach(path::add);
            if (path.size() < 2
                    || path.get(0).getKind() != ElementKind.METHOD
                    || !path.get(0).getName().equals(tool.getName())
                    || path.get(1).getKind() != ElementKind.PARAMETER) {
                return Optional.empty();
            }
            String argument = publicName(tool.getParameters()[
                    path.get(1).as(Path.ParameterNode.class).getParameterIndex()]);
            arguments.add(argument);
            byArgument.putIfAbsent(argument, item(path) + rule(violation));
            inRange(tool, argument, violation.getInvalidValue()).ifPresent(bound -> bounds.put(argument, bound));
        }
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        Problem problem = problem(tool, arguments.get(0), byArgument);
        // A correction helps only if it is one of all that is wrong
        if (bounds.keySet().equals(byArgument.keySet())) {
            for (Map.Entry<String, Long> bound : bounds.entrySet()) {
                problem = problem.correcting(bound.getKey(), bound.getValue());
            }
        }
        return Optional.of(problem);
    }

    /** The number nearest to one that is out of its range. */
    private Optional<Long> inRange(Method tool, String argument, @Nullable Object value) {
        JsonObject schema = schemas.of(Catalog.nameOf(tool), argument);
        Long least = schema.getLong("minimum");
        Long most = schema.getLong("maximum");
        if (!(value instanceof Number number)) {
            return Optional.empty();
        }
        if (least != null && number.longValue() < least) {
            return Optional.of(least);
        }
        return most != null && number.longValue() > most ? Optional.of(most) : Optional.empty();
    }

    private Problem problem(Method tool, String first, Map<String, Object> byArgument) {
        Expectation expectation = Expectation.of(schemas.of(Catalog.nameOf(tool), first));
        return new Problem(
                Problem.Code.INVALID_ARGUMENT,
                "'%s' %s: give %s".formatted(first, byArgument.get(first), expectation.inWords()),
                first,
                expectation.values(),
                byArgument.size() > 1 ? byArgument : Map.of(),
                null,
                null,
                List.of());
    }

    /** Which item of a list it is about, counted as JSON does. */
    private static String item(List<Path.Node> path) {
        Integer index = path.get(path.size() - 1).getIndex();
        return index == null ? "" : "item " + index + " ";
    }

    private static String rule(ConstraintViolation<?> violation) {
        // A template may ask for the value, which may be a secret
        return violation.getMessageTemplate().contains("validatedValue") ? "is not allowed" : violation.getMessage();
    }

    private static String publicName(Parameter parameter) {
        ToolArg declared = parameter.getAnnotation(ToolArg.class);
        return declared == null || declared.name().equals(ToolArg.ELEMENT_NAME) ? parameter.getName() : declared.name();
    }
}
