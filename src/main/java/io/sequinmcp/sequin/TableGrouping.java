package io.sequinmcp.sequin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By which columns the messages of a table are kept in order. Sequin replaces the list whole; a table that is not in it
 * is grouped by its primary key, and one without columns not at all (section 6.2), which null doesn't suggest.
 */
final class TableGrouping {
    private static final String NAME = "name";
    private static final String COLUMNS = "group_column_names";

    private TableGrouping() {}

    /**
     * The whole list: the tables given over those stored.
     *
     * @param given objects of a name and columns; with null as columns the table is grouped by its primary key again
     */
    static List<Map<String, Object>> over(@Nullable Sink stored, List<Map<String, Object>> given, List<String> notes) {
        Map<String, List<?>> tables = new LinkedHashMap<>();
        if (stored != null) {
            for (Fields table : new Fields(stored.raw()).objects("tables")) {
                String name = table.text(NAME);
                if (name != null) {
                    tables.put(name, table.list(COLUMNS));
                }
            }
        }
        for (Map<String, Object> table : given) {
            String name = BackfillTable.qualified(name(table));
            Object columns = table.get(COLUMNS);
            if (columns == null) {
                tables.remove(name);
            } else {
                tables.put(name, columns(name, columns, notes));
            }
        }
        List<Map<String, Object>> whole = new ArrayList<>();
        tables.forEach((name, columns) -> whole.add(Map.of(NAME, name, COLUMNS, columns)));
        return whole;
    }

    /** Sequin answers a table without a name with words about a `tables` attribute (recording 234). */
    private static String name(Map<String, Object> table) {
        if (table.get(NAME) instanceof String name && !name.isBlank()) {
            return name.strip();
        }
        throw Problem.invalid(
                        "tables",
                        "Each of `tables` has a `name`, as schema.table, and may have `group_column_names`.",
                        List.of(NAME, COLUMNS))
                .toException();
    }

    private static List<String> columns(String table, Object columns, List<String> notes) {
        List<String> names = new ArrayList<>();
        for (Object column : columns instanceof List<?> list ? list : List.of(columns)) {
            if (!(column instanceof String name) || name.isBlank()) {
                throw Problem.invalid(
                                "tables",
                                "The group columns of " + Named.quoted(table) + " are a list of column names.",
                                List.of())
                        .toException();
            }
            names.add(name);
        }
        if (names.isEmpty()) {
            notes.add("Without group columns the messages of " + Named.quoted(table)
                    + " come in no order; null brings back the primary key.");
        }
        return names;
    }
}
