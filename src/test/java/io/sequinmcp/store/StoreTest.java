package io.sequinmcp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Transactions on either database: what is kept, what is undone, and who wins. */
class StoreTest {
    @OnEachDatabase
    void keepsWhatWasCommittedWithItsValues(TestDatabase database) {
        Store store = withThings(database);
        Instant at = Instant.parse("2026-03-29T00:59:59.123456Z");

        store.transactNow(tx -> tx.update("insert into thing (id, n, at) values (?, ?, ?)", "kept", 7, at));

        List<String> found = store.transactNow(tx -> tx.list(
                "select id, n, at from thing where id in (" + Transaction.places(List.of("kept", "other")) + ")",
                row -> row.text("id") + row.number("n") + row.instant("at"),
                List.of("kept", "other")));
        assertThat(found).containsExactly("kept7" + at);
    }

    @OnEachDatabase
    void undoesEverythingWhenTheWorkFails(TestDatabase database) {
        Store store = withThings(database);
        assertThatThrownBy(() -> store.transactNow(tx -> {
                    tx.update("insert into thing (id) values ('undone')");
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");

        Optional<String> found =
                store.transactNow(tx -> tx.first("select id from thing where id = 'undone'", row -> row.text("id")));
        assertThat(found).isEmpty();
    }

    @OnEachDatabase
    void saysOfAFailedStatementThatTheStoreFailed(TestDatabase database) {
        Store store = withThings(database);
        assertThatThrownBy(() -> store.transact(tx -> tx.update("update nothing set n = 1"))
                        .await()
                        .indefinitely())
                .isInstanceOf(StoreException.class);
    }

    @OnEachDatabase
    void letsOneOfManyWinAConditionalUpdate(TestDatabase database) throws Exception {
        Store store = withThings(database);
        store.transactNow(tx -> tx.update("insert into thing (id, n) values ('won', null)"));
        ExecutorService together = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);

        List<Future<Integer>> tries = List.of(1, 2, 3, 4).stream()
                .map(n -> together.submit(() -> {
                    start.await();
                    return store.transactNow(
                            tx -> tx.update("update thing set n = ? where id = 'won' and n is null", n));
                }))
                .toList();
        start.countDown();

        int winners = 0;
        for (Future<Integer> one : tries) {
            winners += one.get();
        }
        together.shutdown();
        assertThat(winners).isEqualTo(1);
    }

    @OnEachDatabase
    void runsTheVictimOfADeadlockAgain(TestDatabase database) throws Exception {
        Store store = withThings(database);
        store.transactNow(tx -> tx.update("insert into thing (id, n) values ('a', 0), ('b', 0)"));
        ExecutorService together = Executors.newFixedThreadPool(2);
        CountDownLatch bothHoldOne = new CountDownLatch(2);

        Future<?> forth = together.submit(() -> store.transactNow(tx -> addInOrder(tx, "a", "b", bothHoldOne)));
        Future<?> back = together.submit(() -> store.transactNow(tx -> addInOrder(tx, "b", "a", bothHoldOne)));
        forth.get();
        back.get();

        together.shutdown();
        List<Integer> found =
                store.transactNow(tx -> tx.list("select n from thing where id in ('a', 'b')", row -> row.number("n")));
        assertThat(found).containsExactly(2, 2);
    }

    private static int addInOrder(Transaction tx, String first, String second, CountDownLatch bothHoldOne)
            throws SQLException {
        tx.update("update thing set n = n + 1 where id = ?", first);
        bothHoldOne.countDown();
        try {
            bothHoldOne.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return tx.update("update thing set n = n + 1 where id = ?", second);
    }

    private static Store withThings(TestDatabase database) {
        Store store = database.store();
        store.transactNow(tx ->
                tx.update("create table thing (id varchar(20) primary key, n integer, at timestamp with time zone)"));
        return store;
    }
}
