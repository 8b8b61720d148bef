package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Moves backfills on as time goes by, at the pace that was seen on a real Sequin (recordings 472 to 498). */
final class BackfillReader {
    private static final Duration COUNTED_AFTER = Duration.ofSeconds(1);
    private static final Duration FIRST_PAGE_AFTER = Duration.ofSeconds(20);
    private static final Duration BETWEEN_PAGES = Duration.ofSeconds(2);

    /** A page that nobody acked counts as done when its messages are persisted. */
    private static final Duration PAGE_PERSISTED_AFTER = Duration.ofMinutes(2);

    private static final int PAGE = 100;

    private BackfillReader() {}

    static Instant firstPage(Instant start) {
        return start.plus(FIRST_PAGE_AFTER);
    }

    /** @param deliver hands the sink's buffer to its destination, if it has one of its own */
    static void advance(Sink sink, Backfill backfill, Instant now, Runnable deliver) {
        Table table = backfill.table();
        if (!now.isBefore(backfill.insertedAt().plus(COUNTED_AFTER))) {
            if (!backfill.is("failed")) {
                backfill.counted(table.rowCount());
            }
            if (backfill.is("active") && !table.hasPrimaryKey()) {
                backfill.state("failed", now, now);
            }
        }
        while (backfill.is("active") && sink.is("active") && step(sink, backfill, now)) {
            deliver.run();
        }
    }

    /** True when a page was read, so that there may be more to do. */
    private static boolean step(Sink sink, Backfill backfill, Instant now) {
        if (backfill.pageOpen()) {
            boolean delivered = !sink.buffer().holdsReadsOf(backfill.id());
            if (!delivered && !backfill.pageOlderThan(now.minus(PAGE_PERSISTED_AFTER))) {
                return false;
            }
            backfill.pageDone(now, backfill.nextPageAt().plus(BETWEEN_PAGES));
        }
        if (now.isBefore(backfill.nextPageAt())) {
            return false;
        }
        List<ObjectNode> page = backfill.nextPage(PAGE);
        if (page.isEmpty()) {
            backfill.state("completed", now, now);
            return false;
        }
        page.forEach(row -> sink.offer(Change.read(backfill.table(), row, now, backfill.id()), now));
        backfill.sent(page.size(), now);
        return true;
    }
}
