package io.sequinmcp.sequin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a sink may take of its database (section 6.2): of each pair, include or exclude, not both. */
final class SourceRule {
    private SourceRule() {}

    static void check(Source source) {
        exclusive("tables", source.includeTables(), source.excludeTables());
        exclusive("schemas", source.includeSchemas(), source.excludeSchemas());
    }

    /** Sequin doesn't look whether a schema exists (section 17): one that doesn't simply never has a change. */
    static void noteSchemas(Source source, List<String> notes) {
        if (!source.includeSchemas().isEmpty()) {
            notes.add("Sequin does not check that a schema exists; of one that doesn't, nothing ever arrives.");
        }
    }

    private static void exclusive(String what, List<String> included, List<String> excluded) {
        if (!included.isEmpty() && !excluded.isEmpty()) {
            throw Problem.invalid(
                            "exclude_" + what,
                            "Give include_" + what + " or exclude_" + what + ", not both.",
                            List.of())
                    .toException();
        }
    }

    /** Without what is not restricted: an empty list is refused by Sequin. */
    static Map<String, Object> toSend(Source source) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "include_tables", source.includeTables());
        put(fields, "include_schemas", source.includeSchemas());
        put(fields, "exclude_tables", source.excludeTables());
        put(fields, "exclude_schemas", source.excludeSchemas());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, List<String> values) {
        if (!values.isEmpty()) {
            fields.put(name, values);
        }
    }

    /** Sequin runs the query of an enrichment against one table. */
    static void checkEnrichable(@Nullable Source source) {
        if (source == null || source.includeTables().size() != 1) {
            throw Problem.invalid(
                            "enrichment",
                            "An enrichment needs a sink whose include_tables has exactly one table.",
                            List.of())
                    .toException();
        }
    }
}
