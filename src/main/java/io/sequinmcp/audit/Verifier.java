package io.sequinmcp.audit;

import io.sequinmcp.audit.Chain.Place;
import io.sequinmcp.audit.Verification.Break;
import io.sequinmcp.keys.ServerKey;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through all chains, hash by hash, and finds what is not as it was written. */
@Singleton
public class Verifier {
    private static final int AT_ONCE = 1_000;
    private static final String OTHER_KEY =
            "It was changed, or written with a key that this service does not have (SEQUIN_MCP_ENCRYPTION_PREVIOUS_KEYS).";

    private final Store store;
    private final ServerKey keys;

    public Verifier(Store store, ServerKey keys) {
        this.store = store;
        this.keys = keys;
    }

    /** On a worker, a page at a time; as long as there are records. */
    public Uni<Verification> verify() {
        return Uni.createFrom().item(this::verifyNow).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    Verification verifyNow() {
        long records = 0;
        List<Break> breaks = new ArrayList<>();
        List<Chain> chains = store.transactNow(Chain::all);
        for (Chain chain : chains) {
            Walk walk = walk(chain);
            // Retention may have gone on meanwhile
            for (int again = 0; walk.broken != null && again < 2 && hasMoved(walk.chain); again++) {
                walk = walk(current(walk.chain));
            }
            records += walk.records;
            if (walk.broken != null) {
                breaks.add(walk.broken);
            }
        }
        orphan().ifPresent(breaks::add);
        return new Verification(breaks.isEmpty(), chains.size(), records, List.copyOf(breaks));
    }

    private boolean hasMoved(Chain chain) {
        return !current(chain).checkpoint().equals(chain.checkpoint());
    }

    private Chain current(Chain chain) {
        return store.transactNow(tx -> Chain.find(tx, chain.id())).orElse(chain);
    }

    private Walk walk(Chain chain) {
        Walk walk = new Walk(chain);
        walk.begin();
        while (walk.broken == null) {
            long after = walk.place.seq();
            List<AuditRecord> page = store.transactNow(tx -> AuditRows.after(tx, chain.id(), after, AT_ONCE));
            page.forEach(walk::step);
            if (page.size() < AT_ONCE) {
                walk.end();
                break;
            }
        }
        return walk;
    }

    /** Records of a run that there is nothing of: its row was taken out. */
    private Optional<Break> orphan() {
        return store.transactNow(tx -> tx.first(
                "select chain, seq from audit_record r where not exists (select 1 from audit_chain c where c.id = r.chain)"
                        + " order by chain, seq fetch first 1 rows only",
                row -> new Break(
                        AuditRecord.id(row.number("chain"), row.bigNumber("seq")), "Its chain is not known.")));
    }

    private Optional<String> problemOf(Anchor anchor) {
        return store.transactNow(tx -> Optional.ofNullable(problemOf(tx, anchor)));
    }

    private static @Nullable String problemOf(Transaction tx, Anchor anchor) throws SQLException {
        String name = "The chain before, %d, which stood at %d when this one began,"
                .formatted(anchor.chain(), anchor.place().seq());
        Chain before = Chain.find(tx, anchor.chain()).orElse(null);
        if (before == null) {
            return name + " is gone.";
        }
        if (before.head().seq() < anchor.place().seq()) {
            return name + " has lost its end.";
        }
        if (anchor.place().seq() <= before.checkpoint().seq()) {
            return null;
        }
        boolean same = AuditRows.find(tx, anchor.chain(), anchor.place().seq())
                .filter(it -> it.hash().equals(anchor.place().hash()))
                .isPresent();
        return same ? null : name + " is another now.";
    }

    /** The way along one chain, up to the first break. */
    private final class Walk {
        private final Chain chain;
        private final List<Seal> seals =
                keys.keysFor(Seal.PURPOSE).stream().map(Seal::new).toList();
        private @Nullable Seal seal;
        private Place place;
        private long records;
        private @Nullable Break broken;

        Walk(Chain chain) {
            this.chain = chain;
            this.place = chain.checkpoint();
        }

        void begin() {
            boolean sealed = place.seq() == 0
                    ? place.hash().equals(Hash.NONE)
                    : seals.stream().anyMatch(it -> it.checkpoint(chain.id(), place.seq(), place.hash())
                            .equals(chain.seal()));
            if (!sealed) {
                broken(place.seq(), "Records up to here were removed, but not by retention.");
            }
        }

        void step(AuditRecord record) {
            if (broken != null) {
                return;
            }
            records++;
            long expected = place.seq() + 1;
            if (record.seq() != expected) {
                broken(expected, "It is gone.");
                return;
            }
            Seal held = seals.stream()
                    .filter(it -> seal == null || it == seal)
                    .filter(it -> it.next(place.hash(), chain.id(), expected, record.entry())
                            .equals(record.hash()))
                    .findFirst()
                    .orElse(null);
            if (held == null) {
                broken(expected, seal == null ? OTHER_KEY : "It was changed, or what comes before it was.");
                return;
            }
            seal = held;
            place = new Place(record.seq(), record.hash());
            String problem = Anchor.in(record).flatMap(Verifier.this::problemOf).orElse(null);
            if (problem != null) {
                broken(expected, problem);
            }
        }

        /** Behind the last record there is; others may have been written since the chain was looked up. */
        void end() {
            Place head = current(chain).head();
            if (broken == null
                    && place.seq() < head.seq()
                    && store.transactNow(tx -> AuditRows.after(tx, chain.id(), place.seq(), 1))
                            .isEmpty()) {
                broken(place.seq() + 1, "It is gone, as is all behind it.");
            } else if (broken == null
                    && place.seq() == head.seq()
                    && !place.hash().equals(head.hash())) {
                broken(place.seq(), "The chain does not end as was noted.");
            } else if (broken == null && place.seq() > head.seq()) {
                broken(place.seq(), "It was put in behind the end.");
            }
        }

        private void broken(long seq, String problem) {
            broken = new Break(AuditRecord.id(chain.id(), seq), problem);
        }
    }
}
