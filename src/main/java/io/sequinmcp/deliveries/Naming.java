package io.sequinmcp.deliveries;

import io.sequinmcp.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Picks messages of a stream by a column, as a condition on {@code delivered_message m}. By whole rows, for H2 finds
 * them by all columns of an index only this way: of {@code account = ? and ack_id in (…)} it uses the first, and reads
 * whatever the stream ever gave out.
 *
 * @param values what the places of the condition stand for
 */
record Naming(String condition, List<String> values) {
    static Naming by(String column, Recipient recipient, Collection<String> names) {
        return new Naming(
                "(m.account, m.stream_id, m.%s) in (%s)".formatted(column, Transaction.rowsOfPlaces(names.size(), 3)),
                names.stream()
                        .flatMap(name -> Stream.of(
                                recipient.account(), recipient.stream().id(), name))
                        .toList());
    }

    static Naming byAckId(Recipient recipient, Collection<String> ackIds) {
        return by("ack_id", recipient, ackIds);
    }
}
