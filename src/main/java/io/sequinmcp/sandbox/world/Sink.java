package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sequin's record of a sink, with its buffer and backfills. */
public final class Sink implements Named, Serializable {
    private final String id;
    private final String databaseId;
    private final Instant insertedAt;
    private final Buffer buffer;
    private final List<Backfill> backfills = new ArrayList<>();
    private ObjectNode settings;
    private Instant updatedAt;
    private boolean sawSlot;
    private boolean ingested;
    private boolean delivered;
    private long deliveries;
    private long failures;

    /** @param settings all of section 6.2's fields but {@code database}, with defaults filled in and secrets clear */
    Sink(String id, String databaseId, ObjectNode settings, Ids ids, Instant now) {
        this.id = id;
        this.databaseId = databaseId;
        this.settings = settings;
        this.insertedAt = now;
        this.updatedAt = now;
        this.buffer = new Buffer(ids);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return settings.path("name").asText();
    }

    public String databaseId() {
        return databaseId;
    }

    public ObjectNode settings() {
        return settings;
    }

    void settings(ObjectNode newSettings, Instant now) {
        this.settings = newSettings;
        this.updatedAt = now;
    }

    public Instant insertedAt() {
        return insertedAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public String status() {
        return settings.path("status").asText();
    }

    public boolean is(String status) {
        return status().equals(status);
    }

    public JsonNode destination() {
        return settings.path("destination");
    }

    public String type() {
        return destination().path("type").asText();
    }

    public boolean isStream() {
        return type().equals("sequin_stream");
    }

    public Source source() {
        return new Source(settings.path("source"));
    }

    public Buffer buffer() {
        return buffer;
    }

    public List<Backfill> backfills() {
        return backfills;
    }

    /** Those that are active or paused. */
    public List<Backfill> openBackfills() {
        return backfills.stream().filter(Backfill::isOpen).toList();
    }

    public Optional<Backfill> backfill(String backfillId) {
        return backfills.stream()
                .filter(backfill -> backfill.id().equals(backfillId))
                .findFirst();
    }

    /** Whether the slot moved since this sink was made. */
    public boolean sawSlot() {
        return sawSlot;
    }

    public boolean ingested() {
        return ingested;
    }

    public boolean delivered() {
        return delivered;
    }

    public long deliveries() {
        return deliveries;
    }

    public long failures() {
        return failures;
    }

    void noteSlot() {
        sawSlot = true;
    }

    public void noteDelivered(int messages) {
        delivered = true;
        deliveries += messages;
    }

    void noteFailure() {
        failures++;
    }

    void offer(Change change, Instant now) {
        boolean wanted = change.isRead() || actions().contains(change.action());
        if (wanted && source().covers(change.table())) {
            ingested = true;
            buffer.add(change, groupOf(change), now);
        }
    }

    private List<String> actions() {
        return StreamSupport.stream(settings.path("actions").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** By primary key unless group columns are set; nothing when grouping is off or there is no key. */
    private @Nullable String groupOf(Change change) {
        if (!settings.path("message_grouping").asBoolean(true)) {
            return null;
        }
        String table = change.table().qualifiedName();
        for (JsonNode entry : settings.path("tables")) {
            if (entry.path("name").asText().equals(table)) {
                JsonNode columns = entry.path("group_column_names");
                return columns.isEmpty()
                        ? null
                        : table
                                + StreamSupport.stream(columns.spliterator(), false)
                                        .map(column -> change.row()
                                                .path(column.asText())
                                                .asText())
                                        .collect(Collectors.joining(",", ":", ""));
            }
        }
        return change.key().isEmpty() ? null : table + ":" + String.join(",", change.key());
    }
}
