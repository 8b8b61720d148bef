package io.sequinmcp.stateless;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work ends when nobody wants its answer, unless it would leave something half done. */
class WantedTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final Wanted wanted = new Wanted();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final CompletableFuture<String> outside = new CompletableFuture<>();

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<String> start(boolean harmless) {
        CompletableFuture<String> ended = new CompletableFuture<>();
        CompletableFuture<Void> started = new CompletableFuture<>();
        Uni<String> work =
                Uni.createFrom().completionStage(() -> outside).onCancellation().invoke(() -> cancelled.set(true));
        VERTX.getOrCreateContext().runOnContext(nothing -> {
            wanted.during(work, harmless).subscribe().with(ended::complete, ended::completeExceptionally);
            started.complete(null);
        });
        started.join();
        return ended;
    }

    private void assertStopped(CompletableFuture<String> work) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(work::isDone);
        assertThat(work).isCompletedExceptionally();
        assertThat(work.handle((item, failure) -> failure).join()).isInstanceOf(OperationCancellationException.class);
        assertThat(cancelled).isTrue();
    }

    private void assertCarriedThrough(CompletableFuture<String> work) throws Exception {
        outside.complete("done");
        assertThat(work.get(10, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(cancelled).isFalse();
    }

    @Test
    void what_changes_nothing_stops_when_the_client_hangs_up() {
        CompletableFuture<String> work = start(true);
        wanted.hungUp();
        assertStopped(work);
    }

    @Test
    void so_does_what_begins_after_that() {
        wanted.hungUp();
        assertStopped(start(true));
    }

    @Test
    void what_changes_something_is_carried_through() throws Exception {
        CompletableFuture<String> work = start(false);
        wanted.hungUp();
        assertCarriedThrough(work);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void all_stops_when_the_client_was_asked_something(boolean harmless) {
        CompletableFuture<String> work = start(harmless);
        wanted.answered();
        assertStopped(work);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_wanted_goes_on(boolean harmless) throws Exception {
        assertCarriedThrough(start(harmless));
    }
}
