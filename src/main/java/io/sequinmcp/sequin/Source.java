package io.sequinmcp.sequin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of its database a sink takes. Empty lists stand for "not restricted"; all four empty is everything in the
 * publication. A pair excludes the other: schemas are either included or excluded, and so are tables.
 *
 * @param includeTables as {@code schema.table}; without a schema, {@code public} is meant
 */
public record Source(
        List<String> includeTables,
        List<String> includeSchemas,
        List<String> excludeTables,
        List<String> excludeSchemas) {

    public static final Source EVERYTHING = new Source(List.of(), List.of(), List.of(), List.of());

    public Source {
        includeTables = List.copyOf(includeTables);
        includeSchemas = List.copyOf(includeSchemas);
        excludeTables = List.copyOf(excludeTables);
        excludeSchemas = List.copyOf(excludeSchemas);
    }

    static Source of(@Nullable Fields fields) {
        return fields == null
                ? EVERYTHING
                : new Source(
                        fields.texts("include_tables"),
                        fields.texts("include_schemas"),
                        fields.texts("exclude_tables"),
                        fields.texts("exclude_schemas"));
    }

    public boolean isEverything() {
        return equals(EVERYTHING);
    }
}
