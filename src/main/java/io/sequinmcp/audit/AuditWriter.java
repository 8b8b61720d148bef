package io.sequinmcp.audit;

import io.sequinmcp.audit.Chain.Place;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.SecretKey;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes the chain of this run, a batch in one transaction. One thread at a time. */
final class AuditWriter {
    private static final Logger LOG = Logger.getLogger(AuditWriter.class);

    private final Store store;
    private final Seal seal;
    private final Clock clock;
    private final int chain;
    private Place head;

    private AuditWriter(Store store, SecretKey key, Clock clock, Chain chain) {
        this.store = store;
        this.seal = new Seal(key);
        this.clock = clock;
        this.chain = chain.id();
        this.head = chain.head();
    }

    /** Begins a chain. Its first record names how the one before stood, so that none can be taken out as a whole. */
    static AuditWriter begin(Store store, SecretKey key, Clock clock) {
        Instant now = clock.instant();
        record Begun(Chain chain, List<Chain> others) {}
        Begun begun = store.transactNow(tx -> {
            List<Chain> others = Chain.all(tx);
            return new Begun(Chain.begin(tx, now), others);
        });
        AuditWriter writer = new AuditWriter(store, key, clock, begun.chain());
        writer.write(List.of(Pending.of(Anchor.to(begun.others()).entry(now))), tx -> {});
        return writer;
    }

    int chain() {
        return chain;
    }

    /** What else is to be done in the same transaction. */
    @FunctionalInterface
    interface Also {
        void in(Transaction tx) throws SQLException;
    }

    /**
     * Writes them all, or none.
     *
     * @throws io.sequinmcp.store.StoreException if the store is down; {@link #wrote} finds out whether they were
     *     written
     */
    void write(List<Pending> batch, Also also) {
        Place written = store.transactNow(tx -> {
            also.in(tx);
            return write(tx, batch);
        });
        advance(batch, written);
    }

    /** Whether a batch was written although the store did not say so, such as when its answer got lost. */
    boolean wrote(List<Pending> batch) {
        Place found = store.transactNow(tx -> Chain.find(tx, chain))
                .map(Chain::head)
                .orElseThrow(() -> new IllegalStateException("the chain of this run is gone"));
        if (found.equals(head)) {
            return false;
        }
        advance(batch, found);
        return true;
    }

    private void advance(List<Pending> batch, Place to) {
        long seq = head.seq();
        head = to;
        for (Pending pending : batch) {
            seq++;
            Begun begins = pending.begins();
            if (begins != null) {
                begins.written(new Intent(chain, seq));
            }
        }
    }

    private Place write(Transaction tx, List<Pending> batch) throws SQLException {
        List<AuditRecord> records = new ArrayList<>(batch.size());
        List<@Nullable Object[]> begun = new ArrayList<>();
        List<@Nullable Object[]> ended = new ArrayList<>();
        Place place = head;
        for (Pending pending : batch) {
            Intent ends = pending.ends();
            Entry entry = entry(pending).after(ends == null ? null : ends.recordId());
            long seq = place.seq() + 1;
            Hash hash = seal.next(place.hash(), chain, seq, entry);
            records.add(new AuditRecord(chain, seq, entry, hash));
            place = new Place(seq, hash);
            if (pending.begins() != null) {
                begun.add(new Object[] {chain, seq});
            } else if (ends != null) {
                ended.add(new Object[] {ends.chain(), ends.seq()});
            }
        }
        AuditRows.insert(tx, records);
        tx.updateEach("insert into audit_intent (chain, seq) values (?, ?)", begun);
        tx.updateEach("delete from audit_intent where chain = ? and seq = ?", ended);
        Chain.extend(tx, chain, place, clock.instant());
        return place;
    }

    /** What can't be told is told as far as it goes: a record is never left out for that. */
    private Entry entry(Pending pending) {
        try {
            return pending.entry().get();
        } catch (RuntimeException | Error e) {
            // An error, too, such as a stack that overflows: nothing would ever be written after it
            String why = e.getClass().getName();
            LOG.errorf("An audit record could not be made: %s", why);
            return Entry.ofAudit(clock.instant(), "unreadable", "A record could not be made: " + why, 1);
        }
    }
}
