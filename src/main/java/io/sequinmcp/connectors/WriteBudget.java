package io.sequinmcp.connectors;

import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** How many of its writes a connector has made today. Kept in the store, so that all replicas count together. */
@Singleton
public class WriteBudget {
    private final Store store;
    private final Clock clock;

    public WriteBudget(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Takes one write out of the day's budget; false if there is none left. */
    public Uni<Boolean> take(String connector, int perDay) {
        String today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        return store.transact(tx -> {
            begin(tx, connector, today);
            return tx.update(
                            "update write_budget set used = used + 1 where connector = ? and day_of_utc = ? and used < ?",
                            connector,
                            today,
                            perDay)
                    == 1;
        });
    }

    /** Makes the row of the day, once: whoever finds none waits for its turn and looks again. */
    private static void begin(Transaction tx, String connector, String today) throws SQLException {
        if (isBegun(tx, connector, today)) {
            return;
        }
        Revision.lock(tx);
        if (!isBegun(tx, connector, today)) {
            tx.update("delete from write_budget where connector = ? and day_of_utc < ?", connector, today);
            tx.update("insert into write_budget (connector, day_of_utc, used) values (?, ?, 0)", connector, today);
        }
    }

    private static boolean isBegun(Transaction tx, String connector, String today) throws SQLException {
        return tx.first(
                        "select used from write_budget where connector = ? and day_of_utc = ?",
                        row -> row.number("used"),
                        connector,
                        today)
                .isPresent();
    }
}
