package io.sequinmcp.audit;

import io.sequinmcp.store.Transaction;
import io.sequinmcp.store.Transaction.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records as they are in the store. */
final class AuditRows {
    /** Ordered by the whole key: by its second half alone, H2 reads and sorts all that follows, whatever the limit. */
    static final String AFTER =
            "select * from audit_record where chain = ? and seq > ? order by chain, seq fetch first ? rows only";

    private AuditRows() {}

    static void insert(Transaction tx, List<AuditRecord> records) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>(records.size());
        for (AuditRecord it : records) {
            Entry entry = it.entry();
            rows.add(new @Nullable Object[] {
                it.chain(),
                it.seq(),
                entry.at(),
                entry.kind().word(),
                entry.requestId(),
                entry.actor().connector(),
                entry.actor().connectorName(),
                entry.actor().account(),
                entry.actor().caller(),
                entry.actor().address(),
                entry.actor().client(),
                entry.actor().clientVersion(),
                entry.act().operation(),
                entry.act().arguments(),
                entry.act().resourceKind(),
                entry.act().resourceId(),
                entry.act().resourceName(),
                entry.act().planId(),
                entry.result().outcome().word(),
                entry.result().code(),
                entry.result().detail(),
                entry.result().durationMicros(),
                entry.times(),
                entry.result().intent(),
                it.hash().bytes()
            });
        }
        tx.updateEach(
                """
                insert into audit_record
                (chain, seq, at, kind, request_id, connector, connector_name, account, caller, address, client,
                 client_version, operation, arguments, resource_kind, resource_id, resource_name, plan_id, outcome,
                 code, detail, duration_micros, times, intent, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rows);
    }

    static AuditRecord read(Row row) throws SQLException {
        String kind = row.text("kind");
        String outcome = row.text("outcome");
        return new AuditRecord(
                row.number("chain"),
                row.bigNumber("seq"),
                new Entry(
                        row.instant("at"),
                        Kind.named(kind).orElseThrow(() -> new SQLException("No kind of record: " + kind)),
                        row.textOrNull("request_id"),
                        new Entry.Actor(
                                row.textOrNull("connector"),
                                row.textOrNull("connector_name"),
                                row.textOrNull("account"),
                                row.textOrNull("caller"),
                                row.textOrNull("address"),
                                row.textOrNull("client"),
                                row.textOrNull("client_version")),
                        new Entry.Act(
                                row.text("operation"),
                                row.textOrNull("arguments"),
                                row.textOrNull("resource_kind"),
                                row.textOrNull("resource_id"),
                                row.textOrNull("resource_name"),
                                row.textOrNull("plan_id")),
                        new Entry.Result(
                                Outcome.named(outcome).orElseThrow(() -> new SQLException("No outcome: " + outcome)),
                                row.textOrNull("code"),
                                row.textOrNull("detail"),
                                row.bigNumberOrNull("duration_micros"),
                                row.textOrNull("intent")),
                        row.bigNumber("times")),
                new Hash(row.bytes("hash")));
    }

    /** Those of a chain, in their order. */
    static List<AuditRecord> after(Transaction tx, int chain, long seq, int limit) throws SQLException {
        return tx.list(AFTER, AuditRows::read, chain, seq, limit);
    }

    static Optional<AuditRecord> find(Transaction tx, int chain, long seq) throws SQLException {
        return tx.first("select * from audit_record where chain = ? and seq = ?", AuditRows::read, chain, seq);
    }
}
