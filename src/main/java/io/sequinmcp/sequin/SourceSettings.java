package io.sequinmcp.sequin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sink is to take of its database. A list that is null is "not given"; an empty one takes the restriction away.
 *
 * @param includeTables as {@code schema.table}; without a schema, {@code public} is meant
 */
public record SourceSettings(
        @Nullable List<String> includeTables,
        @Nullable List<String> includeSchemas,
        @Nullable List<String> excludeTables,
        @Nullable List<String> excludeSchemas) {

    /** All four as they are in that source. */
    public static SourceSettings of(Source source) {
        return new SourceSettings(
                source.includeTables(), source.includeSchemas(), source.excludeTables(), source.excludeSchemas());
    }

    /**
     * The lists given over those stored: Sequin replaces a source whole (section 6.2), so what is to stay has to be
     * sent again. Of a pair that excludes each other, the given one takes the place of the stored one.
     *
     * @param notes takes what no longer holds
     */
    Source over(Source stored, List<String> notes) {
        Source source = new Source(
                either(includeTables, excludeTables, stored.includeTables()),
                either(includeSchemas, excludeSchemas, stored.includeSchemas()),
                either(excludeTables, includeTables, stored.excludeTables()),
                either(excludeSchemas, includeSchemas, stored.excludeSchemas()));
        List<String> dropped = new ArrayList<>();
        dropped("include_tables", includeTables, stored.includeTables(), source.includeTables(), dropped);
        dropped("include_schemas", includeSchemas, stored.includeSchemas(), source.includeSchemas(), dropped);
        dropped("exclude_tables", excludeTables, stored.excludeTables(), source.excludeTables(), dropped);
        dropped("exclude_schemas", excludeSchemas, stored.excludeSchemas(), source.excludeSchemas(), dropped);
        if (!dropped.isEmpty()) {
            notes.add("In place of the former " + String.join(", ", dropped) + ", which can't stand beside it.");
        }
        if (source.isEverything() && !stored.isEverything()) {
            notes.add("The sink takes every table of the publication now.");
        }
        return source;
    }

    private static List<String> either(
            @Nullable List<String> given, @Nullable List<String> opposite, List<String> stored) {
        if (given != null) {
            return given;
        }
        return opposite == null || opposite.isEmpty() ? stored : List.of();
    }

    private static void dropped(
            String name, @Nullable List<String> given, List<String> stored, List<String> now, List<String> dropped) {
        if (given == null && !stored.isEmpty() && now.isEmpty()) {
            dropped.add(name + " (" + String.join(", ", stored) + ")");
        }
    }
}
