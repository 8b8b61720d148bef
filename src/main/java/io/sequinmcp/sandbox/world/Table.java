package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated Postgres table with its rows. */
public final class Table implements Serializable {
    private final int oid;
    private final String schema;
    private final String name;
    private final List<Column> columns;
    private final List<String> primaryKey;
    private final boolean fullIdentity;
    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
    private int keyless;

    /**
     * @param columns as {@code name type}
     * @param primaryKey may be empty
     * @param fullIdentity whether {@code REPLICA IDENTITY} is FULL, so that changes and deletes carry old values
     */
    public Table(
            int oid, String schema, String name, List<String> columns, List<String> primaryKey, boolean fullIdentity) {
        this.oid = oid;
        this.schema = schema;
        this.name = name;
        this.columns = columns.stream().map(Table::column).toList();
        this.primaryKey = List.copyOf(primaryKey);
        this.fullIdentity = fullIdentity;
    }

    private static Column column(String nameAndType) {
        String[] parts = nameAndType.split(" ", 2);
        return new Column(parts[0], parts[1]);
    }

    public int oid() {
        return oid;
    }

    public String schema() {
        return schema;
    }

    public String name() {
        return name;
    }

    public String qualifiedName() {
        return schema + "." + name;
    }

    public List<Column> columns() {
        return columns;
    }

    public boolean hasColumn(String columnName) {
        return columns.stream().anyMatch(column -> column.name().equals(columnName));
    }

    public boolean hasPrimaryKey() {
        return !primaryKey.isEmpty();
    }

    public boolean fullIdentity() {
        return fullIdentity;
    }

    public int rowCount() {
        return rows.size();
    }

    public List<ObjectNode> rows() {
        return rows.values().stream().map(ObjectNode::deepCopy).toList();
    }

    public Optional<ObjectNode> row(String... key) {
        return Optional.ofNullable(rows.get(String.join("/", key))).map(ObjectNode::deepCopy);
    }

    /** Primary key values as text, as Sequin writes {@code record_pks}. */
    public List<String> keyOf(ObjectNode row) {
        return primaryKey.stream().map(column -> row.path(column).asText()).toList();
    }

    /** What Postgres logs of an old row: all of it with full identity, else its key. */
    ObjectNode oldRow(ObjectNode row) {
        if (fullIdentity || primaryKey.isEmpty()) {
            return row.deepCopy();
        }
        return row.deepCopy().retain(primaryKey);
    }

    void put(ObjectNode row) {
        String key = primaryKey.isEmpty() ? "#" + keyless++ : String.join("/", keyOf(row));
        rows.put(key, row.deepCopy());
    }

    void remove(List<String> key) {
        rows.remove(String.join("/", key));
    }
}
