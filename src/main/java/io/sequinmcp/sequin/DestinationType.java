package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of destination and what it is made of, as the API description has it.
 *
 * @param type such as {@code kafka}
 * @param routed whether it is refused without a {@code routing}: the name of a function, or {@code none} for a fixed
 *     target
 * @param targets the fields that name the target, needed with {@code none} and not needed with a routing function
 * @param example a complete destination
 */
public record DestinationType(
        String type,
        String title,
        String description,
        boolean routed,
        List<String> targets,
        List<Field> fields,
        Map<String, Object> example) {

    /**
     * A field of a destination.
     *
     * @param type a JSON type: {@code string}, {@code integer}, {@code boolean} or {@code object}
     * @param secret masked in every answer: it can be set, and never read back
     * @param defaultValue what it is when left out; null when there is none
     * @param sent whether the default holds only if it is sent: left out, Sequin stores null (section 6.5)
     * @param allowed what it may be, if that is listed
     * @param fields what it is made of, if it is an object
     */
    public record Field(
            String name,
            String type,
            String description,
            boolean required,
            boolean secret,
            @Nullable Object defaultValue,
            boolean sent,
            List<String> allowed,
            @Nullable Integer minimum,
            @Nullable Integer maximum,
            @Nullable Integer maxLength,
            @Nullable String pattern,
            List<Field> fields) {}

    public Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    public List<String> fieldNames() {
        return fields.stream().map(Field::name).toList();
    }
}
