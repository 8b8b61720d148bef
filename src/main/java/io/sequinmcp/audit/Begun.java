package io.sequinmcp.audit;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Somebody who waits until their intent is on disk. */
final class Begun {
    private final CompletableFuture<Intent> told = new CompletableFuture<>();
    private volatile @Nullable Intent late;

    CompletableFuture<Intent> told() {
        return told;
    }

    void written(Intent intent) {
        if (!told.complete(intent)) {
            late = intent;
        }
    }

    void failed(Throwable why) {
        told.completeExceptionally(why);
    }

    /** What was written although they were told that it was not, so that they did nothing. */
    @Nullable
    Intent late() {
        return late;
    }
}
