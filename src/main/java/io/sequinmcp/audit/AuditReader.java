package io.sequinmcp.audit;

import io.sequinmcp.store.Store;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds records. An intent is found only while it has no outcome: after that, the outcome tells all. */
@Singleton
public class AuditReader {
    private final Store store;

    public AuditReader(Store store) {
        this.store = store;
    }

    /**
     * The newest first.
     *
     * @param after what the page before ended with
     */
    public Uni<List<AuditRecord>> find(AuditQuery query, @Nullable AuditPlace after, int limit) {
        Search search = Search.of(query, after, limit);
        return store.transact(
                tx -> tx.list(search.sql(), AuditRows::read, search.values().toArray()));
    }

    /** How the store is asked. */
    record Search(String sql, List<@Nullable Object> values) {
        static Search of(AuditQuery query, @Nullable AuditPlace after, int limit) {
            Conditions where = new Conditions();
            where.equal("connector", query.connector());
            where.equal("account", query.account());
            where.equal("caller", query.caller());
            where.equal("operation", query.operation());
            where.equal(
                    "outcome", query.outcome() == null ? null : query.outcome().word());
            where.equal("kind", query.kind() == null ? null : query.kind().word());
            where.equal("address", query.address());
            where.equal("request_id", query.requestId());
            where.equal("plan_id", query.planId());
            if (query.from() != null) {
                where.add("at >= ?", query.from());
            }
            if (query.to() != null) {
                where.add("at < ?", query.to());
            }
            if (after != null) {
                // The first part is what an index can do something with
                where.add(
                        "at <= ? and (at < ? or chain < ? or (chain = ? and seq < ?))",
                        after.at(),
                        after.at(),
                        after.chain(),
                        after.chain(),
                        after.seq());
            }
            where.add(
                    "(outcome <> 'begun' or exists"
                            + " (select 1 from audit_intent i where i.chain = audit_record.chain and i.seq = audit_record.seq))");
            where.values.add(limit);
            return new Search(
                    "select * from audit_record where " + String.join(" and ", where.parts) + " order by "
                            + indexed(query) + "at desc, chain desc, seq desc fetch first ? rows only",
                    where.values);
        }

        /**
         * The column of an index that begins with what is asked for. It is the same in all that is found; but unless it
         * is named, H2 does not go along the index, and reads and sorts all that the filter lets through.
         */
        private static String indexed(AuditQuery query) {
            if (query.requestId() != null) {
                return "";
            }
            return query.address() != null
                    ? "address, "
                    : query.operation() != null ? "operation, " : query.connector() != null ? "connector, " : "";
        }
    }

    private static final class Conditions {
        private final List<String> parts = new ArrayList<>();
        private final List<@Nullable Object> values = new ArrayList<>();

        void equal(String column, @Nullable Object value) {
            if (value != null) {
                add(column + " = ?", value);
            }
        }

        void add(String part, Object... bound) {
            parts.add(part);
            values.addAll(List.of(bound));
        }
    }
}
