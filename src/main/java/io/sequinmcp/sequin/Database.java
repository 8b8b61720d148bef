package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres database that Sequin reads. Passwords are always masked.
 *
 * @param database the name of the database within Postgres, as against {@code name}, which is Sequin's
 * @param slots none or one
 * @param primary where the primary is, when this database is a replica
 * @param raw all that Sequin sent, fields we don't know included, secrets masked
 */
public record Database(
        String id,
        String name,
        String hostname,
        int port,
        String database,
        String username,
        boolean ssl,
        boolean ipv6,
        List<Slot> slots,
        @Nullable Map<String, Object> primary,
        Map<String, Object> raw) {

    /**
     * A replication slot with its publication.
     *
     * @param status {@code active} or {@code disabled}; disabled stops every sink of the database
     */
    public record Slot(String id, String slotName, String publicationName, String status) {}

    /** Whether both are of the same database of the same Postgres, whatever Sequin calls them. */
    boolean isOnSameServer(Database other) {
        return hostname.equalsIgnoreCase(other.hostname) && port == other.port && database.equals(other.database);
    }

    static Database of(Map<String, Object> raw) {
        Fields fields = new Fields(raw);
        Integer port = fields.integer("port");
        return new Database(
                fields.textOrEmpty("id"),
                fields.textOrEmpty("name"),
                fields.textOrEmpty("hostname"),
                port == null ? 0 : port,
                fields.textOrEmpty("database"),
                fields.textOrEmpty("username"),
                fields.flag("ssl"),
                fields.flag("ipv6"),
                fields.objects("replication_slots").stream()
                        .map(slot -> new Slot(
                                slot.textOrEmpty("id"),
                                slot.textOrEmpty("slot_name"),
                                slot.textOrEmpty("publication_name"),
                                slot.textOrEmpty("status")))
                        .toList(),
                raw.get("primary") == null ? null : fields.map("primary"),
                Fields.frozen(raw));
    }
}
