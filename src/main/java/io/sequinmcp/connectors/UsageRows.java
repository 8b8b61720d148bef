package io.sequinmcp.connectors;

import io.sequinmcp.connectors.StoredConnector.Usage;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What connectors were used for: those that were made have it in their row, those of the configuration in a table of
 * its own.
 */
final class UsageRows {
    private UsageRows() {}

    /**
     * Adds to what was counted; no change that others would have to hear of.
     *
     * @param usages by the id of the connector; sorted, so that two nodes don't wait for each other
     */
    static void add(Transaction tx, SortedMap<String, Usage> usages) throws SQLException {
        Set<String> made = new HashSet<>(tx.list(
                "select id from connector where id in (" + Transaction.places(usages.keySet()) + ")",
                row -> row.text("id"),
                usages.keySet()));
        for (Map.Entry<String, Usage> each : usages.entrySet()) {
            String id = each.getKey();
            long calls = each.getValue().calls();
            Instant last = each.getValue().lastUsedAt().orElseThrow();
            if (made.contains(id)) {
                tx.update("update connector set calls = calls + ?, last_used_at = ? where id = ?", calls, last, id);
            } else if (tx.update(
                            "update usage_of_declared set calls = calls + ?, last_used_at = ? where connector = ?",
                            calls,
                            last,
                            id)
                    == 0) {
                // Should another node be first, this fails as a whole, and is counted with the next
                tx.update(
                        "insert into usage_of_declared (connector, calls, last_used_at) values (?, ?, ?)",
                        id,
                        calls,
                        last);
            }
        }
    }

    /** What those of the configuration were used for, by id; the others have it with them. */
    static Map<String, Usage> ofDeclared(Transaction tx) throws SQLException {
        Map<String, Usage> usages = new HashMap<>();
        tx.list(
                "select * from usage_of_declared",
                row -> usages.put(
                        row.text("connector"),
                        new Usage(ConnectorRows.instant(row, "last_used_at"), row.bigNumber("calls"))));
        return usages;
    }
}
