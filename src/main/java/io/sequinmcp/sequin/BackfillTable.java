package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which table a backfill is of. Sequin demands one unless the sink includes exactly one table (recordings 428, 463),
 * and can't list tables; so the error names what the sink covers, as far as that is known.
 *
 * @param backfills those the sink had: their tables are covered
 * @param neighbours sinks of the same database: their tables exist
 */
record BackfillTable(Sink sink, List<Backfill> backfills, List<Sink> neighbours) {
    private static final String PARAMETER = "table";
    private static final int OFFERED = 5;

    /** The table as {@code schema.table}. */
    String choose(@Nullable String given) {
        Source source = sink.source();
        if (given == null || given.isBlank()) {
            if (source.includeTables().size() == 1) {
                return source.includeTables().get(0);
            }
            throw refused("Give the table to backfill: " + covered() + ".")
                    .next(known().stream()
                            .limit(OFFERED)
                            .map(table -> new NextStep(
                                    "create_backfill", Map.of("sink_id_or_name", sink.name(), PARAMETER, table)))
                            .toArray(NextStep[]::new))
                    .toException();
        }
        String table = qualified(given.strip());
        if (!covers(table)) {
            Problem problem = refused(
                    "Table " + Named.quoted(table) + " is not in " + sinkName() + ", which takes " + scope() + ".");
            throw Nearest.meant(table, known())
                    .map(meant -> problem.correcting(PARAMETER, meant))
                    .orElse(problem)
                    .toException();
        }
        return table;
    }

    /** Without a schema Sequin takes {@code public}; it splits at the first dot (section 6.2). */
    static String qualified(String table) {
        return table.indexOf('.') < 0 ? "public." + table : table;
    }

    private boolean covers(String table) {
        Source source = sink.source();
        String schema = table.substring(0, table.indexOf('.'));
        if (!source.includeTables().isEmpty()) {
            return source.includeTables().contains(table);
        }
        return (source.includeSchemas().isEmpty() || source.includeSchemas().contains(schema))
                && !source.excludeSchemas().contains(schema)
                && !source.excludeTables().contains(table);
    }

    private Problem refused(String message) {
        return Problem.invalid(PARAMETER, message, known());
    }

    private String covered() {
        return sinkName() + " takes " + scope()
                + (known().isEmpty() ? "" : "; known of these: " + String.join(", ", known()));
    }

    private String scope() {
        Source source = sink.source();
        if (!source.includeTables().isEmpty()) {
            return "the tables " + String.join(", ", source.includeTables());
        }
        String schemas = source.includeSchemas().isEmpty()
                ? "every table of the publication of database " + Named.quoted(sink.database())
                : "every table of the schemas " + String.join(", ", source.includeSchemas());
        List<String> excluded = Stream.concat(source.excludeSchemas().stream(), source.excludeTables().stream())
                .toList();
        return schemas + (excluded.isEmpty() ? "" : " but for " + String.join(", ", excluded));
    }

    /** Those it includes by name, else those that others show to exist and that it covers. */
    List<String> known() {
        if (!sink.source().includeTables().isEmpty()) {
            return sink.source().includeTables();
        }
        return Stream.concat(
                        backfills.stream().map(Backfill::table),
                        neighbours.stream()
                                .flatMap(other -> Stream.concat(
                                        other.source().includeTables().stream(),
                                        other.activeBackfills().stream().map(Backfill::table))))
                .filter(table -> table != null && table.indexOf('.') > 0 && covers(table))
                .distinct()
                .sorted()
                .limit(20)
                .toList();
    }

    private String sinkName() {
        return Named.named(ResourceKind.SINK, sink.name());
    }
}
