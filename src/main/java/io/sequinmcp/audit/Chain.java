package io.sequinmcp.audit;

import io.sequinmcp.store.Handle;
import io.sequinmcp.store.Transaction;
import io.sequinmcp.store.Transaction.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records of one run of one node. Each start begins another chain: so no two processes ever write into one, be they
 * replicas, or a copy of a data directory, or one that was believed dead.
 *
 * @param head the last record, and its hash
 * @param checkpoint what the oldest record that is kept follows
 * @param seal proves the checkpoint; null while nothing was removed
 */
record Chain(
        int id,
        String name,
        Instant startedAt,
        Instant seenAt,
        @Nullable Instant closedAt,
        Place head,
        Place checkpoint,
        @Nullable Hash seal) {

    /** How far a chain has come. */
    record Place(long seq, Hash hash) {
        static final Place START = new Place(0, Hash.NONE);
    }

    static Chain begin(Transaction tx, Instant now) throws SQLException {
        String name = Handle.of("run");
        byte[] none = Hash.NONE.bytes();
        tx.update(
                """
                insert into audit_chain
                (name, started_at, seen_at, head_seq, head_hash, checkpoint_seq, checkpoint_hash)
                values (?, ?, ?, 0, ?, 0, ?)""",
                name,
                now,
                now,
                none,
                none);
        return tx.first("select * from audit_chain where name = ?", Chain::read, name)
                .orElseThrow(() -> new SQLException("the chain that was begun is not there"));
    }

    static Optional<Chain> find(Transaction tx, int id) throws SQLException {
        return tx.first("select * from audit_chain where id = ?", Chain::read, id);
    }

    /** All of them, in the order in which they were begun. */
    static List<Chain> all(Transaction tx) throws SQLException {
        return tx.list("select * from audit_chain order by id", Chain::read);
    }

    static void extend(Transaction tx, int id, Place head, Instant now) throws SQLException {
        tx.update(
                "update audit_chain set head_seq = ?, head_hash = ?, seen_at = ?, closed_at = null where id = ?",
                head.seq(),
                head.hash().bytes(),
                now,
                id);
    }

    private static Chain read(Row row) throws SQLException {
        byte @Nullable [] seal = row.bytesOrNull("checkpoint_seal");
        return new Chain(
                row.number("id"),
                row.text("name"),
                row.instant("started_at"),
                row.instant("seen_at"),
                row.instantOrNull("closed_at"),
                new Place(row.bigNumber("head_seq"), new Hash(row.bytes("head_hash"))),
                new Place(row.bigNumber("checkpoint_seq"), new Hash(row.bytes("checkpoint_hash"))),
                seal == null ? null : new Hash(seal));
    }
}
