package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.NextStep;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database as an agent reads it.
 *
 * @param database its name within Postgres
 * @param slotStatus {@code disabled} stops every sink of the database; slot and publication are absent where Sequin
 *     knows none
 * @param replica whether it is a replica with a primary elsewhere
 * @param settings all else that Sequin sent, secrets masked; where detail was asked for
 */
@Answer
public record DatabaseView(
        String name,
        String id,
        String hostname,
        int port,
        String database,
        String username,
        boolean ssl,
        @Nullable String slotName,
        @Nullable String publicationName,
        @Nullable String slotStatus,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean replica,
        @Nullable Map<String, Object> settings,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next)
        implements Linked {

    @Override
    public @Nullable Link link() {
        return settings == null ? Link.of("databases", name, "get_database") : null;
    }

    private static final Set<String> SHOWN =
            Set.of("name", "id", "hostname", "port", "database", "username", "ssl", "replication_slots");

    public static DatabaseView of(Database database, ResponseFormat format, List<String> notes, List<NextStep> next) {
        Database.Slot slot =
                database.slots().isEmpty() ? null : database.slots().get(0);
        return new DatabaseView(
                database.name(),
                database.id(),
                database.hostname(),
                database.port(),
                database.database(),
                database.username(),
                database.ssl(),
                slot == null ? null : slot.slotName(),
                slot == null ? null : slot.publicationName(),
                slot == null ? null : slot.status(),
                database.primary() != null,
                format.detailed() ? Remainder.of(database.raw(), SHOWN) : null,
                notes,
                next);
    }
}
