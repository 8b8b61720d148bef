package io.sequinmcp.audit;

import io.sequinmcp.audit.Chain.Place;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has to be done now and then, on the writer's thread: saying that this run lives, closing what runs that ended
 * left open, and removing what is too old.
 *
 * <p>A run counts as ended when it has said nothing for 30 seconds (clocks of replicas must not differ by more), or at
 * once where nobody else can have the store open. Should it be alive after all, the real outcomes follow the
 * {@code unknown} ones.
 */
final class Housekeeping {
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_REMOVALS = Duration.ofMinutes(1);
    private static final int REMOVED_AT_ONCE = 2_000;

    private final Store store;
    private final Seal seal;
    private final Clock clock;
    private final Duration retention;
    private final boolean embedded;
    private volatile Instant nextBeat = Instant.MIN;
    private Instant nextRemoval = Instant.MIN;

    Housekeeping(Store store, Seal seal, Clock clock, Duration retention, boolean embedded) {
        this.store = store;
        this.seal = seal;
        this.clock = clock;
        this.retention = retention;
        this.embedded = embedded;
    }

    boolean isDue() {
        return !clock.instant().isBefore(nextBeat);
    }

    void run(AuditWriter writer) {
        Instant now = clock.instant();
        if (now.isBefore(nextBeat)) {
            return;
        }
        nextBeat = now.plus(BEAT);
        store.transactNow(tx ->
                tx.update("update audit_chain set seen_at = ?, closed_at = null where id = ?", now, writer.chain()));
        closeLeftOpen(writer);
        if (!now.isBefore(nextRemoval)) {
            nextRemoval = now.plus(BETWEEN_REMOVALS);
            removeOld(writer);
        }
    }

    /** Ends the intents of runs that ended, as {@link Outcome#UNKNOWN}; of several who try, one does. */
    void closeLeftOpen(AuditWriter writer) {
        Instant now = clock.instant();
        List<Chain> ended = store.transactNow(tx -> Chain.all(tx).stream()
                .filter(it -> it.id() != writer.chain() && it.closedAt() == null)
                .filter(it -> embedded || it.seenAt().isBefore(now.minus(SILENCE)))
                .toList());
        for (Chain chain : ended) {
            List<Pending> open = store.transactNow(tx -> leftOpen(tx, chain, now));
            try {
                writer.write(open, tx -> close(tx, chain, now));
            } catch (ClosedAlready e) {
                // by another replica
            }
        }
    }

    private static void close(Transaction tx, Chain chain, Instant now) throws SQLException {
        int won = tx.update(
                "update audit_chain set closed_at = ? where id = ? and closed_at is null and seen_at = ?",
                now,
                chain.id(),
                chain.seenAt());
        if (won == 0) {
            throw new ClosedAlready();
        }
    }

    private static final class ClosedAlready extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedAlready() {
            super(null, null, false, false);
        }
    }

    private static List<Pending> leftOpen(Transaction tx, Chain chain, Instant now) throws SQLException {
        List<Pending> open = new ArrayList<>();
        List<Long> places = tx.list(
                "select seq from audit_intent where chain = ? order by chain, seq",
                row -> row.bigNumber("seq"),
                chain.id());
        for (long seq : places) {
            Entry begun =
                    AuditRows.find(tx, chain.id(), seq).map(AuditRecord::entry).orElse(null);
            if (begun != null) {
                open.add(Pending.ending(new Intent(chain.id(), seq), unknown(begun, now)));
            }
        }
        return open;
    }

    private static Entry unknown(Entry begun, Instant now) {
        return new Entry(
                now,
                begun.kind(),
                begun.requestId(),
                begun.actor(),
                begun.act(),
                new Entry.Result(
                        Outcome.UNKNOWN,
                        null,
                        "The process ended before it knew the outcome; look whether it was done.",
                        null,
                        null),
                1);
    }

    /** Removes what is older than the retention from the beginning of every chain, and notes up to where. */
    void removeOld(AuditWriter writer) {
        Instant before = clock.instant().minus(retention);
        for (Chain chain : store.transactNow(Chain::all)) {
            long removed = 0;
            Place place = chain.checkpoint();
            for (Optional<Place> next = remove(chain.id(), place, before);
                    next.isPresent();
                    next = remove(chain.id(), place, before)) {
                removed += next.get().seq() - place.seq();
                place = next.get();
            }
            if (removed > 0) {
                String told = "Removed up to %s: older than %s."
                        .formatted(AuditRecord.id(chain.id(), place.seq()), retention);
                writer.write(List.of(Pending.of(Entry.ofAudit(clock.instant(), "retention", told, removed))), tx -> {});
            }
        }
    }

    /** A part of it, up to the place; nothing if there is nothing more to remove. */
    private Optional<Place> remove(int chain, Place checkpoint, Instant before) {
        return store.transactNow(tx -> {
            Place upTo = null;
            boolean any = AuditRows.after(tx, chain, checkpoint.seq(), 1).stream()
                    .anyMatch(it -> it.entry().at().isBefore(before));
            for (AuditRecord it : AuditRows.after(tx, chain, checkpoint.seq(), any ? REMOVED_AT_ONCE : 0)) {
                if (!it.entry().at().isBefore(before)) {
                    break;
                }
                upTo = new Place(it.seq(), it.hash());
            }
            if (upTo == null) {
                return Optional.empty();
            }
            int won = tx.update(
                    """
                    update audit_chain set checkpoint_seq = ?, checkpoint_hash = ?, checkpoint_seal = ?
                    where id = ? and checkpoint_seq = ?""",
                    upTo.seq(),
                    upTo.hash().bytes(),
                    seal.checkpoint(chain, upTo.seq(), upTo.hash()).bytes(),
                    chain,
                    checkpoint.seq());
            if (won == 0) {
                return Optional.empty();
            }
            tx.update("delete from audit_record where chain = ? and seq <= ?", chain, upTo.seq());
            tx.update("delete from audit_intent where chain = ? and seq <= ?", chain, upTo.seq());
            return Optional.of(upTo);
        });
    }
}
