package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A backfill: its state as a client sees it, and how far its reader is. */
public final class Backfill implements Serializable {
    /** Where a client may take it from each state (section 7.3). */
    public static final Map<String, Set<String>> TRANSITIONS = Map.of(
            "active", Set.of("paused", "completed", "failed", "cancelled"),
            "paused", Set.of("active", "cancelled"),
            "completed", Set.of(),
            "failed", Set.of(),
            "cancelled", Set.of());

    private final String id;
    private final Table table;
    private final Instant insertedAt;
    private Instant updatedAt;
    private String state;
    private @Nullable Instant completedAt;
    private @Nullable Instant canceledAt;
    private @Nullable Integer initialRows;
    private int processedRows;
    private int ingestedRows;

    private Instant nextPageAt;
    private @Nullable Instant pageSentAt;
    private int pageRows;
    private @Nullable List<ObjectNode> rows;

    Backfill(String id, Table table, String state, Instant now, Instant firstPageAt) {
        this.id = id;
        this.table = table;
        this.state = state;
        this.insertedAt = now;
        this.updatedAt = now;
        this.nextPageAt = firstPageAt;
    }

    public String id() {
        return id;
    }

    public Table table() {
        return table;
    }

    public Instant insertedAt() {
        return insertedAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public String state() {
        return state;
    }

    public boolean is(String candidate) {
        return state.equals(candidate);
    }

    public boolean isOpen() {
        return is("active") || is("paused");
    }

    public @Nullable Instant completedAt() {
        return completedAt;
    }

    public @Nullable Instant canceledAt() {
        return canceledAt;
    }

    /** Null until the background count is through. */
    public @Nullable Integer initialRows() {
        return initialRows;
    }

    public int processedRows() {
        return processedRows;
    }

    public int ingestedRows() {
        return ingestedRows;
    }

    /** Changes the state; the caller has checked that it may. */
    public void state(String newState, Instant now, Instant firstPageAt) {
        if (newState.equals("active") && pageSentAt == null) {
            // Its reader starts anew, even when it was active all along
            nextPageAt = firstPageAt;
        }
        if (is(newState)) {
            return;
        }
        state = newState;
        updatedAt = now;
        switch (newState) {
            case "completed" -> completedAt = now;
            case "cancelled" -> canceledAt = now;
            default -> {}
        }
    }

    void counted(int count) {
        if (initialRows == null) {
            initialRows = count;
        }
    }

    Instant nextPageAt() {
        return nextPageAt;
    }

    boolean pageOpen() {
        return pageSentAt != null;
    }

    boolean pageOlderThan(Instant limit) {
        return pageSentAt != null && pageSentAt.isBefore(limit);
    }

    /** The next rows to read; empty at the end. */
    List<ObjectNode> nextPage(int size) {
        if (rows == null) {
            rows = table.rows();
        }
        int from = Math.min(processedRows, rows.size());
        return rows.subList(from, Math.min(from + size, rows.size()));
    }

    void sent(int count, Instant now) {
        pageSentAt = now;
        pageRows = count;
    }

    /** The open page reached its consumer. */
    void pageDone(Instant now, Instant nextAt) {
        processedRows += pageRows;
        ingestedRows += pageRows;
        pageRows = 0;
        pageSentAt = null;
        nextPageAt = nextAt;
        updatedAt = now;
    }
}
