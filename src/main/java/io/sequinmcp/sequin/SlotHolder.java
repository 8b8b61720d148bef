package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A replication slot has one reader. Sequin takes a second entry for one that another entry reads (recording 68), and
 * then neither is sure of its changes.
 */
final class SlotHolder {
    private SlotHolder() {}

    /** @throws SequinException CONFLICT naming the entry that has the slot, or the name */
    static void check(DatabaseSettings settings, List<Database> databases) {
        for (Database other : databases) {
            if (other.name().equals(settings.name())) {
                throw taken(other);
            }
            boolean sameServer = other.hostname().equalsIgnoreCase(hostname(settings))
                    && other.port() == port(settings)
                    && other.database().equals(database(settings));
            if (sameServer && settings.slotName() != null && reads(other, settings.slotName())) {
                throw held(String.valueOf(settings.slotName()));
            }
        }
    }

    /**
     * The same for a change of an entry.
     *
     * @param stored the entry before
     */
    static void check(Database stored, DatabaseSettings settings, List<Database> databases) {
        for (Database other : databases) {
            if (other.id().equals(stored.id())) {
                continue;
            }
            if (other.name().equals(settings.name())) {
                throw taken(other);
            }
            boolean sameServer = other.hostname()
                            .equalsIgnoreCase(Objects.requireNonNullElse(hostname(settings), stored.hostname()))
                    && other.port()
                            == (settings.url() == null && settings.port() == null ? stored.port() : port(settings))
                    && other.database().equals(Objects.requireNonNullElse(database(settings), stored.database()));
            String slot = settings.slotName();
            if (sameServer && slot != null && reads(other, slot)) {
                throw held(slot);
            }
        }
    }

    /** The same for a second entry of a database. */
    static void checkFree(String slot, List<Database> sameServer) {
        if (sameServer.stream().anyMatch(database -> reads(database, slot))) {
            throw held(slot);
        }
    }

    private static boolean reads(Database database, String slotName) {
        return database.slots().stream().anyMatch(slot -> slot.slotName().equals(slotName));
    }

    private static SequinException taken(Database holder) {
        return Problem.of(Code.CONFLICT, "There is a database " + Named.quoted(holder.name()) + " already.")
                .at("name", List.of())
                .next(NextStep.of("get_database", "database_id_or_name", holder.name()))
                .toException();
    }

    /** Does not name the other entry: it may be out of the caller's reach. */
    private static SequinException held(String slot) {
        return Problem.of(
                        Code.CONFLICT,
                        "The replication slot " + Named.quoted(slot)
                                + " is read by another database entry already; a slot has one reader. Make a slot"
                                + " of its own for this one.")
                .at("slot_name", List.of())
                .next(NextStep.of("list_databases"))
                .toException();
    }

    private static @Nullable String hostname(DatabaseSettings settings) {
        return settings.url() == null
                ? settings.hostname()
                : URI.create(settings.url()).getHost();
    }

    private static int port(DatabaseSettings settings) {
        if (settings.url() != null) {
            return URI.create(settings.url()).getPort();
        }
        return settings.port() == null ? 5432 : settings.port();
    }

    private static @Nullable String database(DatabaseSettings settings) {
        return settings.url() == null
                ? settings.database()
                : URI.create(settings.url()).getPath().substring(1);
    }
}
