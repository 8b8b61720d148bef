package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.ConnectionTest;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.NextStep;
import java.util.Map;
import java.util.stream.Stream;

/** What the health of a sink does not show: its database and replication slot (Sequin 0.14.6, section 6.6). */
final class DatabaseSymptoms {
    private DatabaseSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        return Stream.of(outOfReach(facts), withoutSlot(facts), slotSwitchedOff(facts), notConnected(facts))
                .flatMap(found -> found);
    }

    private static Stream<Finding> outOfReach(Facts facts) {
        return facts.database().value() == null && facts.database().problem() == null
                ? Stream.of(Finding.info(
                        "The database was not looked at: it is out of this connector's reach.",
                        "database " + facts.sink().database(),
                        null))
                : Stream.empty();
    }

    private static Stream<Finding> withoutSlot(Facts facts) {
        return facts.database().read().filter(database -> database.slots().isEmpty()).stream()
                .map(database -> Finding.error(
                        "The database has no replication slot, so nothing is captured.",
                        "database " + database.name(),
                        look(database)));
    }

    private static Stream<Finding> slotSwitchedOff(Facts facts) {
        return facts.database().read().stream().flatMap(database -> database.slots().stream()
                .filter(slot -> !slot.status().equals(StatusSymptoms.ACTIVE))
                .map(slot -> Finding.error(
                        "The replication slot is switched off: every sink of the database stands still, whatever its"
                                + " health says, and Postgres keeps its log for it.",
                        "slot " + slot.slotName() + " is " + slot.status(),
                        new NextStep(
                                "update_database",
                                Map.of("database_id_or_name", database.name(), "slot_status", "active")))));
    }

    private static Stream<Finding> notConnected(Facts facts) {
        return facts.connection().read().filter(test -> !test.ok()).stream().map(DatabaseSymptoms::failed);
    }

    private static Finding failed(ConnectionTest test) {
        String reason = test.reason() == null ? "connection test failed" : test.reason();
        return Finding.error(
                "Sequin can't use the database; the health of the sink does not show that."
                        + KnownCause.ofDatabase(reason)
                                .map(cause -> " " + cause)
                                .orElse(""),
                reason,
                look(test.database()));
    }

    private static NextStep look(Database database) {
        return NextStep.of("get_database", "database_id_or_name", database.name());
    }
}
