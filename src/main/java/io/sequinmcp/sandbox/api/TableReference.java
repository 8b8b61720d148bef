package io.sequinmcp.sandbox.api;

import io.sequinmcp.sandbox.world.Table;
import java.util.Collection;
import java.util.Optional;

/** {@code schema.table} or {@code table}: split at the first dot, {@code public} where there is none (section 6.2). */
record TableReference(String schema, String name) {
    static TableReference of(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableReference("public", text)
                : new TableReference(text.substring(0, dot), text.substring(dot + 1));
    }

    Optional<Table> in(Collection<Table> tables) {
        return tables.stream()
                .filter(table -> table.schema().equals(schema) && table.name().equals(name))
                .findFirst();
    }
}
