package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One logical database on a simulated Postgres server: tables, publications, slots and the log of changes. */
public final class Catalog implements Serializable {
    private static final int KEPT_CHANGES = 5_000;

    private final String name;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Map<String, Set<String>> publications = new LinkedHashMap<>();
    private final Set<String> slots = new LinkedHashSet<>();
    private final List<Change> log = new ArrayList<>();
    private transient @Nullable BiConsumer<Catalog, Change> follower;
    private long lsn = 132_830_376L;

    public Catalog(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public Table add(Table table) {
        tables.put(table.qualifiedName(), table);
        return table;
    }

    /** @param schemas the schemas whose tables it publishes, also those made later */
    public Catalog publication(String publication, String... schemas) {
        publications.put(publication, new LinkedHashSet<>(List.of(schemas)));
        return this;
    }

    public Catalog slot(String slot) {
        slots.add(slot);
        return this;
    }

    public void dropSlot(String slot) {
        slots.remove(slot);
    }

    public boolean hasSlot(String slot) {
        return slots.contains(slot);
    }

    public boolean hasPublication(String publication) {
        return publications.containsKey(publication);
    }

    public boolean publishes(String publication, Table table) {
        return publications.getOrDefault(publication, Set.of()).contains(table.schema());
    }

    public List<Table> tables() {
        return List.copyOf(tables.values());
    }

    public Optional<Table> table(String qualifiedName) {
        return Optional.ofNullable(tables.get(qualifiedName));
    }

    /** Everything logged from {@code from} on that is still kept. */
    public List<Change> logFrom(long from) {
        return log.stream()
                .filter(change -> change.lsn() != null && change.lsn() >= from)
                .toList();
    }

    void follow(BiConsumer<Catalog, Change> newFollower) {
        this.follower = newFollower;
    }

    public void insert(String table, Instant now, ObjectNode... rows) {
        transaction(now, change -> {
            for (ObjectNode row : rows) {
                change.insert(table, row);
            }
        });
    }

    /** Runs several changes as one commit, with one log position. */
    public void transaction(Instant now, Consumer<Transaction> work) {
        lsn += 248;
        Transaction transaction = new Transaction(now, lsn);
        work.accept(transaction);
        while (log.size() > KEPT_CHANGES) {
            log.remove(0);
        }
    }

    /** Rows that were there before anybody looked: not in the log. */
    public void preload(String table, List<ObjectNode> rows) {
        Table target = tables.get(table);
        if (target == null) {
            throw new IllegalArgumentException("No table " + table + " in " + name);
        }
        rows.forEach(target::put);
    }

    /** The changes of one commit. */
    public final class Transaction {
        private final Instant at;
        private final long position;
        private int index;

        private Transaction(Instant at, long position) {
            this.at = at;
            this.position = position;
        }

        public void insert(String tableName, ObjectNode row) {
            Table table = require(tableName);
            table.put(row);
            log(table, "insert", row.deepCopy(), null);
        }

        /** Sets {@code values} in the row with that key; does nothing when there is none. */
        public void update(String tableName, ObjectNode values, String... key) {
            Table table = require(tableName);
            table.row(key).ifPresent(row -> {
                ObjectNode previous = Json.object();
                if (table.fullIdentity()) {
                    values.fieldNames().forEachRemaining(field -> previous.set(field, row.get(field)));
                }
                row.setAll(values);
                table.put(row);
                log(table, "update", row, previous);
            });
        }

        public void delete(String tableName, String... key) {
            Table table = require(tableName);
            table.row(key).ifPresent(row -> {
                table.remove(table.keyOf(row));
                log(table, "delete", table.oldRow(row), null);
            });
        }

        private void log(Table table, String action, ObjectNode row, @Nullable ObjectNode previous) {
            Change change = new Change(table, action, position, index++, at, row, previous, table.keyOf(row), null);
            log.add(change);
            if (follower != null) {
                follower.accept(Catalog.this, change);
            }
        }

        private Table require(String tableName) {
            return table(tableName)
                    .orElseThrow(() -> new IllegalArgumentException("No table " + tableName + " in " + name));
        }
    }
}
