package io.sequinmcp.audit;

import io.sequinmcp.audit.Chain.Place;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the chain before stood when another one was begun.
 *
 * @param chain 0 for none
 */
record Anchor(int chain, Place place) {
    private static final String START = "start";
    private static final Anchor NONE = new Anchor(0, Place.START);

    /** @param others those that were there, in their order */
    static Anchor to(List<Chain> others) {
        if (others.isEmpty()) {
            return NONE;
        }
        Chain last = others.get(others.size() - 1);
        return new Anchor(last.id(), last.head());
    }

    /** The first record of the chain that is begun. */
    Entry entry(Instant now) {
        String told = new JsonObject()
                .put("after", chain)
                .put("seq", place.seq())
                .put("hash", place.hash().hex())
                .encode();
        return new Entry(
                now,
                Kind.AUDIT,
                null,
                Entry.Actor.SERVICE,
                new Entry.Act(START, told, null, null, null, null),
                Entry.Result.of(Outcome.OK),
                1);
    }

    /** What a record says of the chain before its own, if it is the first one of a chain behind another. */
    static Optional<Anchor> in(AuditRecord record) {
        Entry.Act act = record.entry().act();
        @Nullable String told = act.arguments();
        if (record.seq() != 1
                || record.entry().kind() != Kind.AUDIT
                || told == null
                || !act.operation().equals(START)) {
            return Optional.empty();
        }
        try {
            JsonObject said = new JsonObject(told);
            Anchor anchor = new Anchor(
                    said.getInteger("after"),
                    new Place(said.getLong("seq"), new Hash(HexFormat.of().parseHex(said.getString("hash")))));
            return anchor.chain() == 0 ? Optional.empty() : Optional.of(anchor);
        } catch (DecodeException | IllegalArgumentException | NullPointerException e) {
            // Then its hash does not hold either
            return Optional.empty();
        }
    }
}
