package io.sequinmcp.gateway;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the answer of a tool tells of what it was about.
 *
 * @param planId of the plan that was made
 */
record AnswerFacts(@Nullable String id, @Nullable String name, @Nullable String planId) {
    private static final ClassValue<Map<String, RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected Map<String, RecordComponent> computeValue(Class<?> type) {
            Map<String, RecordComponent> components = new HashMap<>();
            if (type.isRecord()) {
                for (RecordComponent component : type.getRecordComponents()) {
                    if (component.getType().equals(String.class)) {
                        component.getAccessor().setAccessible(true);
                        components.put(component.getName(), component);
                    }
                }
            }
            return components;
        }
    };

    /** Nothing, unless something was changed or planned. */
    static @Nullable AnswerFacts of(String tool, Object answer, boolean changed) {
        return changed || tool.startsWith("plan_")
                ? new AnswerFacts(text(answer, "id"), text(answer, "name"), text(answer, "planId"))
                : null;
    }

    private static @Nullable String text(Object answer, String component) {
        RecordComponent found = COMPONENTS.get(answer.getClass()).get(component);
        try {
            return found == null ? null : (String) found.getAccessor().invoke(answer);
        } catch (IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }
}
