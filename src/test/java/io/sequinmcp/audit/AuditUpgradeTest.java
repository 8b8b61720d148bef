package io.sequinmcp.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.SettableClock;
import io.sequinmcp.keys.ServerKey;
import io.sequinmcp.keys.ServerKeys;
import io.sequinmcp.store.OnEachDatabase;
import io.sequinmcp.store.Released;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.TestDatabase;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The audit that an earlier version wrote is read, verified and carried on by this one. */
class AuditUpgradeTest {
    private static final ServerKey KEY = ServerKeys.of(Released.KEY);
    private static final Map<AuditQuery, String> INDEXES = Map.of(
            query(null, null, null, "req_mimq0001-a1b2c3-2"),
            "audit_record_by_request",
            query("delete_sink", null, null, null),
            "audit_record_by_operation",
            query(null, "198.51.100.9", null, null),
            "audit_record_by_address",
            query("delete_sink", "198.51.100.9", Outcome.OK, null),
            "audit_record_by_address",
            new AuditQuery("con_first", null, null, null, null, null, null, null, null, null, null),
            "audit_record_by_connector",
            AuditTestNode.ALL,
            "audit_record_by_time");

    private final SettableClock clock = new SettableClock("2026-12-01T12:00:00Z");

    @OnEachDatabase
    void it_verifies_and_goes_on(TestDatabase database) {
        Store store = Released.upgraded(database);
        assertThat(new Verifier(store, KEY).verifyNow()).isEqualTo(new Verification(true, 1, 7, List.of()));

        AuditTestNode node = new AuditTestNode(store, clock, true, KEY, 1_000_000);
        node.add("list_sinks");
        node.flush();

        assertThat(node.verify()).isEqualTo(new Verification(true, 2, 10, List.of()));
    }

    @OnEachDatabase
    void what_was_left_open_is_closed_as_unknown(TestDatabase database) {
        AuditTestNode node = new AuditTestNode(Released.upgraded(database), clock, true, KEY, 1_000_000);

        assertThat(node.find(query(null, null, Outcome.UNKNOWN, null)))
                .singleElement()
                .satisfies(closed -> {
                    assertThat(closed.entry().act().operation()).isEqualTo("ack_messages");
                    assertThat(closed.entry().requestId()).isEqualTo("req_mimq0001-a1b2c3-5");
                    assertThat(closed.entry().result().intent()).isEqualTo("1-7");
                });
    }

    @OnEachDatabase
    void it_is_found_by_tool_request_and_address(TestDatabase database) {
        AuditTestNode node = new AuditTestNode(Released.upgraded(database), clock, true, KEY, 1_000_000);

        assertThat(node.find(query("delete_sink", null, null, null)))
                .singleElement()
                .satisfies(
                        deletion -> assertThat(deletion.entry().act().planId()).isEqualTo("plan_old"));
        assertThat(node.find(query(null, null, null, "req_mimq0001-a1b2c3-4")))
                .singleElement()
                .satisfies(act -> assertThat(act.entry().kind()).isEqualTo(Kind.ADMIN));
        assertThat(node.find(query(null, "198.51.100.9", null, null)))
                .singleElement()
                .satisfies(
                        refusal -> assertThat(refusal.entry().result().code()).isEqualTo("unknown_url"));
    }

    @OnEachDatabase
    void each_filter_that_singles_out_few_has_its_index(TestDatabase database) {
        Store store = Released.upgraded(database);

        INDEXES.forEach((query, index) -> {
            String plan = plan(store, database, AuditReader.Search.of(query, null, 10));
            assertThat(plan).as("%s", query).containsIgnoringCase(index);
            // But for the few of one request, they are read in their order, and no more of them than are wanted
            if (query.requestId() == null) {
                assertThat(plan)
                        .as("%s", query)
                        .contains(database == TestDatabase.H2 ? "index sorted" : "Limit")
                        .doesNotContain("Sort");
            }
        });
    }

    private static String plan(Store store, TestDatabase database, AuditReader.Search search) {
        return store.transactNow(tx -> {
            if (database == TestDatabase.POSTGRESQL) {
                tx.first("select set_config('enable_seqscan', 'off', true) as set", row -> row.text("set"));
            }
            return String.join("\n", lines(tx, database, search));
        });
    }

    private static List<String> lines(Transaction tx, TestDatabase database, AuditReader.Search search)
            throws SQLException {
        String column = database == TestDatabase.POSTGRESQL ? "QUERY PLAN" : "PLAN";
        return tx.list(
                "explain " + search.sql(),
                row -> row.text(column),
                search.values().toArray());
    }

    private static AuditQuery query(
            @Nullable String operation,
            @Nullable String address,
            @Nullable Outcome outcome,
            @Nullable String requestId) {
        return new AuditQuery(null, null, null, operation, outcome, null, null, null, address, requestId, null);
    }
}
