package io.sequinmcp.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.SettableClock;
import io.sequinmcp.keys.ServerKey;
import io.sequinmcp.store.OnEachDatabase;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.TestDatabase;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can write to the database can't change what happened without being found out. */
class TamperingTest {
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");

    private AuditTestNode written(Store store) {
        AuditTestNode node = new AuditTestNode(store, clock, true);
        IntStream.range(0, 6).forEach(i -> node.add("call " + i));
        node.flush();
        assertThat(node.verify().intact()).isTrue();
        return node;
    }

    private static void run(Store store, String... statements) {
        store.transactNow(tx -> {
            for (String statement : statements) {
                tx.update(statement);
            }
            return true;
        });
    }

    private static void assertBroken(AuditTestNode node, String record) {
        Verification found = node.verify();
        assertThat(found.intact()).isFalse();
        assertThat(found.breaks()).extracting(Verification.Break::record).containsExactly(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "operation = 'other'",
                "arguments = null",
                "outcome = 'refused'",
                "address = '192.0.2.2'",
                "request_id = null",
                "connector = 'con_2'",
                "account = 'eu'",
                "caller = null",
                "client = 'curl'",
                "kind = 'admin'",
                "resource_id = 'id-2'",
                "resource_name = 'ordersx'",
                "plan_id = ''",
                "code = ''",
                "detail = 'x'",
                "duration_micros = 1",
                "times = 2",
                "intent = '1-1'",
                "at = at + interval '1' second",
                "hash = (select hash from audit_record where seq = 3)"
            })
    void a_changed_field_is_found(String change) {
        Store store = TestDatabase.H2.store();
        AuditTestNode node = written(store);
        run(store, "update audit_record set " + change + " where seq = 4");
        assertBroken(node, "1-4");
    }

    @OnEachDatabase
    void a_record_taken_out_is_found(TestDatabase database) {
        Store store = database.store();
        AuditTestNode node = written(store);
        run(store, "delete from audit_record where seq = 4");
        assertBroken(node, "1-4");
    }

    @OnEachDatabase
    void a_record_taken_out_and_the_rest_moved_up_is_found(TestDatabase database) {
        Store store = database.store();
        AuditTestNode node = written(store);
        run(
                store,
                "delete from audit_record where seq = 4",
                "update audit_record set seq = 4 where seq = 5",
                "update audit_record set seq = 5 where seq = 6",
                "update audit_record set seq = 6 where seq = 7");
        assertBroken(node, "1-4");
    }

    @OnEachDatabase
    void records_that_changed_places_are_found(TestDatabase database) {
        Store store = database.store();
        AuditTestNode node = written(store);
        run(
                store,
                "update audit_record set seq = 99 where seq = 4",
                "update audit_record set seq = 4 where seq = 5",
                "update audit_record set seq = 5 where seq = 99");
        assertBroken(node, "1-4");
    }

    @OnEachDatabase
    void an_end_cut_off_is_found(TestDatabase database) {
        Store store = database.store();
        AuditTestNode node = written(store);
        run(store, "delete from audit_record where seq >= 6");
        assertBroken(node, "1-6");
    }

    @OnEachDatabase
    void a_record_put_in_behind_the_end_is_found(TestDatabase database) {
        Store store = database.store();
        AuditTestNode node = written(store);
        run(
                store,
                "insert into audit_record (chain, seq, at, kind, operation, outcome, times, hash)"
                        + " select chain, 8, at, kind, 'forged', outcome, times, hash from audit_record where seq = 7");
        assertBroken(node, "1-8");
    }

    @OnEachDatabase
    void a_beginning_taken_out_as_if_by_retention_is_found(TestDatabase database) {
        Store store = database.store();
        AuditTestNode node = written(store);
        run(
                store,
                "update audit_chain set checkpoint_seq = 4,"
                        + " checkpoint_hash = (select hash from audit_record where seq = 4),"
                        + " checkpoint_seal = (select hash from audit_record where seq = 4)",
                "delete from audit_record where seq <= 4");
        assertBroken(node, "1-4");
    }

    @OnEachDatabase
    void a_whole_run_taken_out_is_found(TestDatabase database) {
        Store store = database.store();
        written(store);
        AuditTestNode next = new AuditTestNode(store, clock, true);
        run(store, "delete from audit_record where chain = 1", "delete from audit_chain where id = 1");
        assertBroken(next, "2-1");
    }

    @OnEachDatabase
    void an_end_cut_off_with_the_note_of_it_is_found_once_another_run_began(TestDatabase database) {
        Store store = database.store();
        written(store);
        AuditTestNode next = new AuditTestNode(store, clock, true);
        run(
                store,
                "delete from audit_record where chain = 1 and seq >= 6",
                "update audit_chain set head_seq = 5,"
                        + " head_hash = (select hash from audit_record where chain = 1 and seq = 5) where id = 1");
        assertBroken(next, "2-1");
    }

    @OnEachDatabase
    void records_without_the_note_of_their_run_are_found(TestDatabase database) {
        Store store = database.store();
        AuditTestNode node = written(store);
        run(store, "delete from audit_chain");
        assertBroken(node, "1-1");
    }

    @Test
    void a_former_key_still_verifies_and_a_lost_one_is_named() {
        Store store = TestDatabase.H2.store();
        written(store);
        String fresh = "another-key-another-key-another-key";
        AuditTestNode rotated = new AuditTestNode(
                store, clock, true, ServerKey.of(fresh, "0123456789abcdef0123456789abcdef"), 1_000_000);
        clock.advance(Duration.ofSeconds(1));
        rotated.add("later");
        rotated.flush();
        assertThat(rotated.verify().intact()).isTrue();

        Verification without = new Verifier(store, ServerKey.of(fresh)).verifyNow();
        assertThat(without.breaks()).singleElement().satisfies(it -> {
            assertThat(it.record()).isEqualTo("1-1");
            assertThat(it.problem()).contains("SEQUIN_MCP_ENCRYPTION_PREVIOUS_KEYS");
        });
    }
}
