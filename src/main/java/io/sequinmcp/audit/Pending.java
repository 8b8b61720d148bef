package io.sequinmcp.audit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing to be written.
 *
 * @param entry made when it is written, on the writer's thread
 * @param weight what it holds in memory, about, in bytes
 * @param begins of an intent: told when it is on disk, or that it is not
 * @param ends of an outcome: its intent
 */
record Pending(Supplier<Entry> entry, int weight, @Nullable Begun begins, @Nullable Intent ends) {

    static Pending of(Entry entry) {
        return new Pending(() -> entry, 0, null, null);
    }

    static Pending ending(Intent intent, Entry entry) {
        return new Pending(() -> entry, 0, null, intent);
    }

    /** Whether it is an intent; then whoever waits for it is told that there is none. */
    boolean refuse(Throwable why) {
        if (begins == null) {
            return false;
        }
        begins.failed(why);
        return true;
    }
}
