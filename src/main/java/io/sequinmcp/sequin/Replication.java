package io.sequinmcp.sequin;

import java.util.Map;

/** A replication slot entry of Sequin's; the older view of what a database has as its slot. */
public record Replication(
        String id, String slotName, String publicationName, String databaseId, Map<String, Object> raw) {

    static Replication of(Map<String, Object> raw) {
        Fields fields = new Fields(raw);
        return new Replication(
                fields.textOrEmpty("id"),
                fields.textOrEmpty("slot_name"),
                fields.textOrEmpty("publication_name"),
                fields.textOrEmpty("postgres_database_id"),
                Fields.frozen(raw));
    }
}
