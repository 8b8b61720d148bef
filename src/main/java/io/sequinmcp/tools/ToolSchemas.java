package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.util.RawValue;
import io.quarkiverse.mcp.server.GlobalInputSchemaGenerator;
import io.quarkiverse.mcp.server.GlobalOutputSchemaGenerator;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolManager.ToolArgument;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws the JSON schemas of all tools, in the smallest form that clients understand: closed objects, enums in the
 * spelling that is sent, the bounds of Bean Validation, no references, and nothing declared below the first level of an
 * input (some clients drop what is deeper). The extension's own generator knows neither the public names of parameters
 * that are annotated nor which fields of a result may be missing. Of results, {@link Answer}s are declared; what they
 * carry along, such as a next step, is not.
 */
@Singleton
public class ToolSchemas implements GlobalInputSchemaGenerator, GlobalOutputSchemaGenerator {
    /** Clients hold errors, too, against the schema of the result, and would show only that they don't match. */
    private static final JsonObject PROBLEM =
            new JsonObject().put("type", "object").put("required", JsonArray.of("code", "message"));

    private final ObjectMapper json;
    private final Instance<Caller> caller;
    private final ConcurrentMap<String, Inputs> inputs = new ConcurrentHashMap<>();
    private final ConcurrentMap<Class<?>, RawValue> outputs = new ConcurrentHashMap<>();

    public ToolSchemas(ObjectMapper json, Instance<Caller> caller) {
        this.json = json;
        this.caller = caller;
    }

    /** As the connector of the current call is to be told. */
    @Override
    public InputSchema generate(ToolInfo tool) {
        Inputs both = inputs(tool);
        return both.planned() != both.read() && callerDeletesWithoutPlan() ? both.read() : both.planned();
    }

    /** What arguments are held against, whoever sends them: a missing plan is the tool's own matter. */
    public InputSchema read(ToolInfo tool) {
        return inputs(tool).read();
    }

    /** As it is written into a list of tools, with the plan required or not. */
    public Object listed(ToolInfo tool, boolean plans) {
        Inputs both = inputs(tool);
        return (plans ? both.planned() : both.read()).value();
    }

    private Inputs inputs(ToolInfo tool) {
        return inputs.computeIfAbsent(tool.name(), name -> {
            JsonObject read = inputOf(tool);
            Optional<JsonObject> planned = planned(tool, read);
            InputSchema same = Input.of(read);
            return new Inputs(planned.<InputSchema>map(Input::of).orElse(same), same);
        });
    }

    /** The same with the plan required, if the tool takes one. */
    private static Optional<JsonObject> planned(ToolInfo tool, JsonObject read) {
        return parameters(tool)
                .filter(parameter -> parameter.isAnnotationPresent(PlanId.class))
                .findFirst()
                .map(plan -> {
                    JsonObject planned = read.copy();
                    planned.put(
                            "required",
                            planned.getJsonArray("required", new JsonArray()).add(publicName(plan)));
                    return planned;
                });
    }

    private boolean callerDeletesWithoutPlan() {
        try {
            return caller.get().deletesWithoutPlan();
        } catch (RuntimeException e) {
            // Drawn for nobody, such as for the documentation
            return false;
        }
    }

    @Override
    public Object generate(Class<?> result) {
        return outputs.computeIfAbsent(
                result,
                type -> written(new JsonObject()
                        .put("type", "object")
                        .put("anyOf", JsonArray.of(typed(json.constructType(type), Set.of()), PROBLEM))
                        .encode()));
    }

    private JsonObject inputOf(ToolInfo tool) {
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (ToolArgument argument : tool.arguments()) {
            JsonObject schema = typed(json.constructType(argument.type()), Set.of());
            parameterOf(argument, tool).ifPresent(parameter -> bound(schema, parameter));
            if (!argument.description().isEmpty()) {
                schema.put("description", argument.description());
            }
            if (argument.defaultValue() != null) {
                schema.put("default", typedDefault(argument.defaultValue(), argument.type()));
            }
            properties.put(argument.name(), schema);
            if (argument.required()) {
                required.add(argument.name());
            }
        }
        JsonObject input = new JsonObject().put("type", "object").put("properties", properties);
        if (!required.isEmpty()) {
            input.put("required", required);
        }
        return input.put("additionalProperties", false);
    }

    private static Stream<Parameter> parameters(ToolInfo tool) {
        return tool.method().stream().flatMap(method -> Stream.of(method.getParameters()));
    }

    private static Optional<Parameter> parameterOf(ToolArgument argument, ToolInfo tool) {
        return parameters(tool)
                .filter(parameter -> argument.name().equals(publicName(parameter)))
                .findFirst();
    }

    private static String publicName(Parameter parameter) {
        ToolArg declared = parameter.getAnnotation(ToolArg.class);
        return declared == null || declared.name().equals(ToolArg.ELEMENT_NAME) ? parameter.getName() : declared.name();
    }

    private static void bound(JsonObject schema, Parameter parameter) {
        Min min = parameter.getAnnotation(Min.class);
        if (min != null) {
            schema.put("minimum", min.value());
        }
        Max max = parameter.getAnnotation(Max.class);
        if (max != null) {
            schema.put("maximum", max.value());
        }
        boolean list = "array".equals(schema.getString("type"));
        Size size = parameter.getAnnotation(Size.class);
        if (size != null && size.min() > 0) {
            schema.put(list ? "minItems" : "minLength", size.min());
        }
        if (size != null && size.max() < Integer.MAX_VALUE) {
            schema.put(list ? "maxItems" : "maxLength", size.max());
        }
        if (parameter.isAnnotationPresent(NotBlank.class) || parameter.isAnnotationPresent(NotEmpty.class)) {
            schema.put(list ? "minItems" : "minLength", 1);
        }
        Pattern pattern = parameter.getAnnotation(Pattern.class);
        if (pattern != null) {
            schema.put("pattern", pattern.regexp());
        }
    }

    /** @param within the records this is part of: one that holds itself is declared once */
    private JsonObject typed(JavaType type, Set<Class<?>> within) {
        Class<?> raw = type.getRawClass();
        if (type.isEnumType()) {
            JsonArray values = new JsonArray();
            for (Object constant : raw.getEnumConstants()) {
                values.add(json.convertValue(constant, String.class));
            }
            return new JsonObject().put("type", "string").put("enum", values);
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return new JsonObject().put("type", "boolean");
        }
        if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
            return new JsonObject().put("type", "integer");
        }
        if (raw == double.class || Number.class.isAssignableFrom(raw)) {
            return new JsonObject().put("type", "number");
        }
        if (CharSequence.class.isAssignableFrom(raw) || Temporal.class.isAssignableFrom(raw)) {
            return new JsonObject().put("type", "string");
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return new JsonObject().put("type", "array").put("items", typed(type.getContentType(), within));
        }
        if (raw.isAnnotationPresent(Answer.class) && !within.contains(raw)) {
            Set<Class<?>> inside = new HashSet<>(within);
            inside.add(raw);
            return recordOf(type, inside);
        }
        if (raw.isRecord() || Map.class.isAssignableFrom(raw)) {
            return new JsonObject().put("type", "object");
        }
        return new JsonObject();
    }

    private JsonObject recordOf(JavaType type, Set<Class<?>> within) {
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (BeanPropertyDefinition property :
                json.getSerializationConfig().introspect(type).findProperties()) {
            AnnotatedMember member = property.getAccessor();
            if (member == null) {
                continue;
            }
            properties.put(property.getName(), typed(member.getType(), within));
            if (!mayBeMissing(type.getRawClass(), property)) {
                required.add(property.getName());
            }
        }
        JsonObject schema = new JsonObject().put("type", "object").put("properties", properties);
        return required.isEmpty() ? schema : schema.put("required", required);
    }

    private static boolean mayBeMissing(Class<?> type, BeanPropertyDefinition property) {
        JsonInclude.Include inclusion = property.findInclusion().getValueInclusion();
        return inclusion == JsonInclude.Include.NON_EMPTY
                || inclusion == JsonInclude.Include.NON_DEFAULT
                || Arrays.stream(type.getRecordComponents())
                        .filter(component -> component.getName().equals(property.getInternalName()))
                        .anyMatch(ToolSchemas::isNullable);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private Object typedDefault(String text, Type type) {
        return json.convertValue(json.convertValue(text, json.constructType(type)), Object.class);
    }

    /** One tool's input for those who need a plan, and for the others; mostly the same. */
    private record Inputs(InputSchema planned, InputSchema read) {}

    /** Written once, and copied into every list of tools. */
    private static RawValue written(String schema) {
        return new RawValue(new SerializedString(schema));
    }

    private record Input(RawValue value, String asJson) implements InputSchema {
        static Input of(JsonObject schema) {
            String json = schema.encode();
            return new Input(written(json), json);
        }
    }
}
