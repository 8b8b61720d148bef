package io.sequinmcp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The store opens beside the start, and the start goes no further before it is open. */
class StoreStartOrderTest {
    private final CountDownLatch migrated = new CountDownLatch(1);
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicBoolean givenUp = new AtomicBoolean();

    @Test
    void to_begin_does_not_wait() {
        StoreStart start = start();

        start.begin();

        assertThat(opened).hasValue(0);
        migrated.countDown();
        await().untilAtomic(opened, equalTo(1));
    }

    @Test
    void the_start_waits_until_it_is_open() throws InterruptedException {
        StoreStart start = start();
        start.begin();

        endsWithTheMigration(waiting(() -> start.prepare(new StartupEvent())));
    }

    @Test
    void it_is_opened_once_also_if_nobody_has_begun_it() {
        migrated.countDown();
        StoreStart start = start();

        start.prepare(new StartupEvent());
        start.begin();
        start.prepare(new StartupEvent());

        assertThat(opened).hasValue(1);
    }

    @Test
    void what_can_not_be_opened_ends_the_start_with_the_reason() {
        StoreStart start = new StoreStart(
                () -> {
                    throw new ConfigurationException("SEQUIN_MCP_DATA_DIR: it is locked");
                },
                () -> {});
        start.begin();

        assertThatThrownBy(() -> start.prepare(new StartupEvent()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("SEQUIN_MCP_DATA_DIR: it is locked");
    }

    @Test
    void a_start_that_fails_meanwhile_lets_the_migration_end_before_the_database_closes() throws InterruptedException {
        StoreStart start = start();
        start.begin();

        Thread ending = waiting(() -> start.finish("end"));

        assertThat(givenUp).isTrue();
        endsWithTheMigration(ending);
    }

    @Test
    void an_end_opens_nothing() {
        StoreStart start = start();

        start.finish("end");

        assertThat(opened).hasValue(0);
        assertThat(givenUp).isFalse();
    }

    private static Thread waiting(Runnable step) {
        Thread waiting = new Thread(step);
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        return waiting;
    }

    private void endsWithTheMigration(Thread waiting) throws InterruptedException {
        migrated.countDown();
        waiting.join();
        assertThat(opened).hasValue(1);
    }

    private StoreStart start() {
        return new StoreStart(
                () -> {
                    try {
                        migrated.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    opened.incrementAndGet();
                },
                () -> givenUp.set(true));
    }
}
