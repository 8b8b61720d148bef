package io.sequinmcp.sequin;

import io.sequinmcp.sequin.generated.model.SinkSource;
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

    static Source of(@Nullable SinkSource source) {
        return source == null
                ? EVERYTHING
                : new Source(
                        Fields.texts(source.getIncludeTables()),
                        Fields.texts(source.getIncludeSchemas()),
                        Fields.texts(source.getExcludeTables()),
                        Fields.texts(source.getExcludeSchemas()));
    }

    public boolean isEverything() {
        return equals(EVERYTHING);
    }
}
