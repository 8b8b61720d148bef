package io.sequinmcp.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sequinmcp.SettableClock;
import io.sequinmcp.store.OnEachDatabase;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.StoreException;
import io.sequinmcp.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written when, what is found, and what becomes of what a node left open. */
class AuditLogTest {
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");

    @OnEachDatabase
    void a_record_is_read_as_it_was_written(TestDatabase database) {
        AuditTestNode node = new AuditTestNode(database.store(), clock, true);
        Entry odd = new Entry(
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                Kind.DOOR,
                null,
                new Entry.Actor(null, null, null, null, null, null, null),
                new Entry.Act("nul \0 and half \uD83D a pair", "{\"emoji\":\"😀\"}", null, null, null, null),
                new Entry.Result(Outcome.REFUSED, "code", "x".repeat(2_000), null, null),
                7);
        node.log.add(() -> odd, 1);
        node.flush();

        AuditRecord found = node.find(AuditTestNode.ALL).get(0);
        assertThat(found.entry()).isEqualTo(odd);
        assertThat(found.entry().act().operation()).isEqualTo("nul \uFFFD and half \uFFFD a pair");
        assertThat(found.entry().result().detail()).hasSize(1_000).endsWith("…");
        assertThat(node.verify().intact()).isTrue();
    }

    @Test
    void what_is_removed_is_found_without_reading_all_that_is_kept() {
        List<String> plan = TestDatabase.H2
                .store()
                .transactNow(tx -> tx.list("explain " + AuditRows.AFTER, row -> row.text("plan"), 1, 0L, 1));

        assertThat(plan).singleElement().asString().contains("PRIMARY_KEY").contains("index sorted");
    }

    @Test
    void much_at_once_is_written_without_waiting_for_the_tick() {
        AuditTestNode node = new AuditTestNode(TestDatabase.H2.store(), clock, true);
        Entry entry = node.entry("get_sink");

        node.log.add(() -> entry, 1_000);
        assertThat(node.operations()).containsExactly("start");
        node.log.add(() -> entry, 600_000);

        assertThat(node.operations()).containsExactly("get_sink", "get_sink", "start");
    }

    @Test
    void what_comes_while_others_are_written_waits_for_its_tick_with_what_comes_after_it() {
        AuditTestNode node = new AuditTestNode(TestDatabase.H2.store(), clock, true);
        addsOneMoreWhenWritten(node, 20);

        node.flush();
        assertThat(node.operations()).containsExactly("left 20", "start");
        node.flush();
        assertThat(node.operations()).containsExactly("left 19", "left 20", "start");
    }

    @Test
    void a_record_that_can_not_be_made_keeps_no_other_from_being_written() {
        AuditTestNode node = new AuditTestNode(TestDatabase.H2.store(), clock, true);
        node.log.add(
                () -> {
                    throw new StackOverflowError();
                },
                1);
        node.add("get_sink");

        node.flush();
        assertThat(node.operations()).containsExactly("get_sink", "unreadable", "start");
    }

    @Test
    void an_error_fails_a_write_and_the_next_one_makes_up_for_it() {
        LosingAnswers answers = new LosingAnswers(TestDatabase.H2.migrated());
        AuditTestNode node = new AuditTestNode(answers.store(), clock, true);
        node.add("get_sink");

        answers.breakNext();
        assertThatThrownBy(node::flush).hasRootCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(node.measured("sequin.mcp.audit.write.failures", null)).isOne();
        assertThat(node.intend("create_sink")).isNotNull();
        assertThat(node.operations()).containsExactly("create_sink", "get_sink", "start");
    }

    private static void addsOneMoreWhenWritten(AuditTestNode node, int left) {
        node.log.add(
                () -> {
                    if (left > 0) {
                        addsOneMoreWhenWritten(node, left - 1);
                    }
                    return node.entry("left " + left);
                },
                1);
    }

    @Test
    void all_that_was_there_is_written_however_much_it_is() {
        AuditTestNode node = new AuditTestNode(TestDatabase.H2.store(), clock, true);
        IntStream.range(0, 2 * AuditQueue.MOST_AT_ONCE + 1).forEach(i -> node.log.add(() -> node.entry("get_sink"), 1));

        node.flush();

        assertThat(node.verify()).isEqualTo(new Verification(true, 1, 2 * AuditQueue.MOST_AT_ONCE + 2, List.of()));
    }

    @OnEachDatabase
    void an_intent_is_there_before_its_outcome_and_gives_way_to_it(TestDatabase database) {
        AuditTestNode node = new AuditTestNode(database.store(), clock, true);
        Intent intent = node.intend("create_sink");

        assertThat(node.find(AuditTestNode.ALL).get(0).entry().result().outcome())
                .isEqualTo(Outcome.BEGUN);
        node.end(intent, "create_sink");
        node.flush();

        assertThat(node.operations()).containsExactly("create_sink", "start");
        AuditRecord record = node.find(AuditTestNode.ALL).get(0);
        assertThat(record.entry().result().outcome()).isEqualTo(Outcome.OK);
        assertThat(record.entry().result().intent()).isEqualTo(intent.recordId());
        assertThat(node.verify()).isEqualTo(new Verification(true, 1, 3, List.of()));
    }

    @OnEachDatabase
    void what_a_killed_node_left_open_is_closed_as_unknown(TestDatabase database) {
        Store store = database.store();
        new AuditTestNode(store, clock, true).intend("create_sink");

        AuditTestNode next = new AuditTestNode(store, clock, true);

        AuditRecord closed = next.find(outcome(Outcome.UNKNOWN)).get(0);
        assertThat(closed.entry().act()).isEqualTo(next.entry("create_sink").act());
        assertThat(next.find(outcome(Outcome.BEGUN))).isEmpty();
        assertThat(new AuditTestNode(store, clock, true).find(outcome(Outcome.UNKNOWN)))
                .as("closed once")
                .hasSize(1);
        assertThat(next.verify().intact()).isTrue();
    }

    @OnEachDatabase
    void another_replica_is_left_alone_while_it_says_that_it_lives(TestDatabase database) {
        Store store = database.store();
        AuditTestNode dying = new AuditTestNode(store, clock, false);
        dying.intend("create_sink");
        AuditTestNode living = new AuditTestNode(store, clock, false);
        clock.advance(Duration.ofSeconds(29));
        living.flush();
        assertThat(living.find(outcome(Outcome.UNKNOWN))).isEmpty();

        clock.advance(Duration.ofSeconds(6));
        living.flush();
        assertThat(living.find(outcome(Outcome.UNKNOWN))).hasSize(1);

        // It was only asleep
        dying.end(new Intent(1, 2), "create_sink");
        dying.flush();
        assertThat(living.find(outcome(Outcome.OK)).stream()
                        .map(it -> it.entry().act().operation()))
                .contains("create_sink");
        assertThat(living.verify().intact()).isTrue();
    }

    @Test
    void what_changes_something_is_refused_while_nothing_can_be_written_and_no_outcome_gets_lost() {
        Store store = TestDatabase.H2.store();
        AuditTestNode node = new AuditTestNode(store, clock, true);
        Intent intent = node.intend("before");
        rename("audit_record", "gone", store);

        assertThatThrownBy(() -> node.intend("refused")).isInstanceOf(StoreException.class);
        node.end(intent, "before");
        node.add("read meanwhile");
        assertThatThrownBy(node::flush).isInstanceOf(StoreException.class);
        rename("gone", "audit_record", store);
        node.flush();

        assertThat(node.operations()).containsExactly("read meanwhile", "before", "start");
        assertThat(node.verify().intact()).isTrue();
    }

    @Test
    void what_does_not_fit_is_counted_and_the_count_is_a_record() {
        Store store = TestDatabase.H2.store();
        AuditTestNode node = new AuditTestNode(store, clock, true, AuditTestNode.KEY, 1_000);
        rename("audit_record", "gone", store);
        IntStream.range(0, 15).forEach(i -> node.add("read " + i));
        assertThatThrownBy(node::flush).isInstanceOf(StoreException.class);
        IntStream.range(0, 5).forEach(i -> node.add("more " + i));
        rename("gone", "audit_record", store);
        node.flush();
        node.add("after");
        node.flush();

        List<AuditRecord> found = node.find(AuditTestNode.ALL);
        assertThat(found.stream().filter(it -> it.entry().act().operation().startsWith("read")))
                .hasSize(10);
        assertThat(found.stream()
                        .filter(it -> it.entry().act().operation().equals("gap"))
                        .mapToLong(it -> it.entry().times())
                        .sum())
                .isEqualTo(10);
        assertThat(node.operations()).contains("after");
        assertThat(node.verify().intact()).isTrue();
    }

    @Test
    void how_far_it_is_behind_can_be_watched() {
        Store store = TestDatabase.H2.store();
        AuditTestNode node = new AuditTestNode(store, clock, true, AuditTestNode.KEY, 1_000);
        node.add("read");
        node.flush();
        assertThat(node.measured("sequin.mcp.audit.records", "written")).isEqualTo(1);
        assertThat(node.measured("sequin.mcp.audit.queue", null)).isZero();

        rename("audit_record", "gone", store);
        IntStream.range(0, 13).forEach(i -> node.add("read " + i));
        assertThatThrownBy(node::flush).isInstanceOf(StoreException.class);

        assertThat(node.measured("sequin.mcp.audit.queue", null)).isEqualTo(1_000);
        assertThat(node.measured("sequin.mcp.audit.queue.limit", null)).isEqualTo(1_000);
        assertThat(node.measured("sequin.mcp.audit.records", "missed")).isEqualTo(3);
        assertThat(node.measured("sequin.mcp.audit.write.failures", null)).isEqualTo(1);

        rename("gone", "audit_record", store);
        node.flush();
        assertThat(node.measured("sequin.mcp.audit.records", "written"))
                .as("with one for the gap")
                .isEqualTo(12);
        assertThat(node.measured("sequin.mcp.audit.queue", null)).isZero();
    }

    @OnEachDatabase
    void a_commit_whose_answer_was_lost_is_not_made_twice(TestDatabase database) {
        LosingAnswers answers = new LosingAnswers(database.migrated());
        AuditTestNode node = new AuditTestNode(answers.store(), clock, true);
        node.add("read");
        answers.loseNext();

        assertThatThrownBy(() -> node.intend("create_sink")).isInstanceOf(StoreException.class);
        node.flush();

        assertThat(node.operations()).containsExactlyInAnyOrder("read", "create_sink", "start");
        AuditRecord refused = node.find(outcome(Outcome.REFUSED)).get(0);
        assertThat(refused.entry().act().operation()).isEqualTo("create_sink");
        assertThat(node.verify().intact()).isTrue();
    }

    @OnEachDatabase
    void what_is_too_old_goes_and_the_rest_still_verifies(TestDatabase database) {
        Store store = database.store();
        AuditTestNode old = new AuditTestNode(store, clock, true);
        IntStream.range(0, 3).forEach(i -> old.add("old " + i));
        old.flush();
        clock.advance(Duration.ofDays(60));
        old.add("newer");
        old.flush();
        AuditTestNode node = new AuditTestNode(store, clock, true);
        clock.advance(Duration.ofDays(31));
        node.flush();

        assertThat(node.operations()).containsExactly("retention", "start", "newer");
        assertThat(node.find(AuditTestNode.ALL).get(0).entry().times()).isEqualTo(4);
        assertThat(node.verify()).isEqualTo(new Verification(true, 2, 3, List.of()));
        clock.advance(Duration.ofDays(365));
        node.flush();
        node.flush();
        assertThat(node.verify().intact()).isTrue();
    }

    @OnEachDatabase
    void filters_narrow_and_pages_follow_each_other(TestDatabase database) {
        AuditTestNode node = new AuditTestNode(database.store(), clock, true);
        for (int i = 0; i < 7; i++) {
            clock.advance(Duration.ofSeconds(i % 2));
            node.add("read");
        }
        clock.advance(Duration.ofMinutes(1));
        Instant late = clock.instant();
        node.add("get_sink");
        node.log.add(
                () -> new Entry(
                        late,
                        Kind.DOOR,
                        "req_9",
                        new Entry.Actor("con_2", null, "eu", "dave", "203.0.113.9", null, null),
                        new Entry.Act("mcp", null, null, null, null, "plan_9"),
                        Entry.Result.of(Outcome.REFUSED),
                        1),
                1);
        node.flush();

        AuditPlace place = null;
        int seen = 0;
        for (int pages = 0; pages < 4; pages++) {
            List<AuditRecord> page = node.find(AuditTestNode.ALL, place, 3);
            assertThat(page.stream().map(AuditRecord::id)).doesNotHaveDuplicates();
            seen += page.size();
            place = page.isEmpty() ? place : AuditPlace.of(page.get(page.size() - 1));
        }
        assertThat(seen).isEqualTo(10);
        assertThat(node.find(query("con_2", null, null, null, null, null, null)))
                .hasSize(1);
        assertThat(node.find(query(null, "eu", null, null, null, null, null))).hasSize(1);
        assertThat(node.find(query(null, null, "get_sink", null, null, null, null)))
                .hasSize(1);
        assertThat(node.find(query(null, null, null, Kind.DOOR, null, null, null)))
                .hasSize(1);
        assertThat(node.find(query(null, null, null, null, late, null, null))).hasSize(2);
        assertThat(node.find(query(null, null, null, null, null, late, null))).hasSize(8);
        assertThat(node.find(query(null, null, null, null, null, null, "203.0.113.9")))
                .hasSize(1);
        assertThat(node.find(outcome(Outcome.REFUSED))).hasSize(1);
        assertThat(node.find(new AuditQuery(null, null, "dave", null, null, null, null, null, null, "req_9", "plan_9")))
                .hasSize(1);
    }

    private static AuditQuery query(
            @Nullable String connector,
            @Nullable String account,
            @Nullable String operation,
            @Nullable Kind kind,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String address) {
        return new AuditQuery(connector, account, null, operation, null, kind, from, to, address, null, null);
    }

    private static AuditQuery outcome(Outcome outcome) {
        return new AuditQuery(null, null, null, null, outcome, null, null, null, null, null, null);
    }

    private static void rename(String from, String to, Store store) {
        store.transactNow(tx -> tx.update("alter table " + from + " rename to " + to));
    }
}
