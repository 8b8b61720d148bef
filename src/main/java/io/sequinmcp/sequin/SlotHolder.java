package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.net.URI;
import java.util.List;
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
                throw Problem.of(Code.CONFLICT, "There is a database " + Named.quoted(other.name()) + " already.")
                        .at("name", List.of())
                        .toException();
            }
            boolean sameServer = other.hostname().equalsIgnoreCase(hostname(settings))
                    && other.port() == port(settings)
                    && other.database().equals(database(settings));
            if (sameServer
                    && other.slots().stream().anyMatch(slot -> slot.slotName().equals(settings.slotName()))) {
                throw Problem.of(
                                Code.CONFLICT,
                                "The replication slot " + Named.quoted(String.valueOf(settings.slotName()))
                                        + " is read by another database entry already; a slot has one reader. Make a slot"
                                        + " of its own for this one.")
                        .at("slot_name", List.of())
                        .toException();
            }
        }
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
