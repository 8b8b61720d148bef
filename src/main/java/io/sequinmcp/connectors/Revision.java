package io.sequinmcp.connectors;

import io.sequinmcp.store.Transaction;
import java.sql.SQLException;

/** The count of changes of everything that is registered; see the migration. */
final class Revision {
    private Revision() {}

    /** The next one. Others who change something wait until this transaction is over. */
    static long next(Transaction transaction) throws SQLException {
        transaction.update("update registry set revision = revision + 1 where id = 1");
        return current(transaction);
    }

    /** Has this transaction go alone from here on, among those that ask for it or change something. */
    static void lock(Transaction transaction) throws SQLException {
        transaction.update("update registry set revision = revision where id = 1");
    }

    static long current(Transaction transaction) throws SQLException {
        return transaction
                .first("select revision from registry where id = 1", row -> row.bigNumber("revision"))
                .orElseThrow(() -> new SQLException("the row of the registry is missing"));
    }
}
