package io.sequinmcp.audit;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes down who was not let in. The first refusal of one kind from one address is a record at once; more of the same
 * within a minute are one record with their number, and beyond a number of addresses all others are one record
 * together. So what strangers do fills neither queue nor disk, and is all counted.
 */
@Singleton
public class Refusals {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int BYTES = 500;
    /** Before the log itself. */
    private static final int EARLY = 100;

    private final AuditLog log;
    private final Clock clock;
    private final int perWindow;
    private final Map<Key, Repeats> repeats = new LinkedHashMap<>();
    private long others;
    private Instant windowEnd = Instant.MIN;

    @Inject
    Refusals(AuditLog log, AuditConfig config, Clock clock) {
        this.log = log;
        this.perWindow = config.refusalsPerMinute();
        this.clock = clock;
    }

    /**
     * One who was refused.
     *
     * @param door which one, such as {@code mcp}
     * @param code why, in a word
     * @param actor from where, and who if that is known
     */
    public record Refusal(
            String door, String code, @Nullable String detail, @Nullable String requestId, Entry.Actor actor) {
        Entry entry(Instant at, long times) {
            return new Entry(
                    at,
                    Kind.DOOR,
                    requestId,
                    actor,
                    Entry.Act.of(door),
                    new Entry.Result(Outcome.REFUSED, code, detail, null, null),
                    times);
        }
    }

    private record Key(String door, String code, @Nullable String connector, String address) {}

    private static final class Repeats {
        private final Refusal first;
        private long count;

        Repeats(Refusal first) {
            this.first = first;
        }
    }

    void start(@Observes StartupEvent start, Vertx vertx) {
        vertx.setPeriodic(WINDOW.toMillis() / 4, tick -> endWindow(false));
    }

    void stop(@Observes @Priority(EARLY) ShutdownEvent end) {
        endWindow(true);
    }

    public synchronized void refused(Refusal refusal) {
        endWindow(false);
        Instant now = clock.instant();
        if (repeats.isEmpty() && others == 0) {
            windowEnd = now.plus(WINDOW);
        }
        Entry.Actor actor = refusal.actor();
        Key key = new Key(refusal.door(), refusal.code(), actor.connector(), network(String.valueOf(actor.address())));
        Repeats known = repeats.get(key);
        if (known != null) {
            known.count++;
        } else if (repeats.size() < perWindow) {
            repeats.put(key, new Repeats(refusal));
            add(refusal.entry(now, 1));
        } else {
            others++;
        }
    }

    private synchronized void endWindow(boolean now) {
        Instant at = clock.instant();
        if (!now && at.isBefore(windowEnd)) {
            return;
        }
        for (Repeats it : repeats.values()) {
            if (it.count > 0) {
                Refusal first = it.first;
                add(new Refusal(first.door(), first.code(), "More of the same within a minute.", null, first.actor())
                        .entry(at, it.count));
            }
        }
        if (others > 0) {
            add(new Refusal(
                            "any",
                            "many",
                            "Refusals from more addresses than are told apart.",
                            null,
                            Entry.Actor.SERVICE)
                    .entry(at, others));
        }
        repeats.clear();
        others = 0;
    }

    private void add(Entry entry) {
        log.add(() -> entry, BYTES);
    }

    /** Of IPv6 the half that one subscriber is given; the rest costs nothing to change. */
    private static String network(String address) {
        int end = -1;
        for (int groups = 0; groups < 4; groups++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) {
                return address;
            }
        }
        return address.substring(0, end);
    }
}
