package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.deliveries.Deliveries;
import io.sequinmcp.deliveries.OpenDelivery;
import io.sequinmcp.deliveries.OpenPage;
import io.sequinmcp.sequin.Backfill;
import io.sequinmcp.sequin.ConnectionTest;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.MetricsPage;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.Sink;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What a diagnosis is made from.
 *
 * @param database empty when it is out of reach; the same for the connection
 * @param neighbours the other sinks of the same database, and so of its slot
 * @param deliveries what this connector received from the sink and has not settled
 * @param metrics empty when the account has no metrics URL
 * @param at when it was read
 */
public record Facts(
        Sink sink,
        Reading<Database> database,
        Reading<ConnectionTest> connection,
        Reading<List<Backfill>> backfills,
        Reading<List<Sink>> neighbours,
        Reading<List<OpenDelivery>> deliveries,
        Reading<Optional<MetricsPage>> metrics,
        Instant at) {
    /** How many parts are read: the sink, and six more. */
    public static final int PARTS = 7;

    private static final int MOST_DELIVERIES = 50;

    /** Is told of each part that was read, with how many have been. */
    @FunctionalInterface
    public interface Heard {
        void of(int parts, String what);
    }

    /** Reads them all at once; only the sink itself has to be there. */
    public static Uni<Facts> of(
            Sequin sequin, Deliveries ledger, String connector, String sink, Instant at, Heard heard) {
        AtomicInteger parts = new AtomicInteger();
        Consumer<String> read = what -> heard.of(parts.incrementAndGet(), what);
        return sequin.sinks().get(sink).invoke(() -> read.accept("sink")).flatMap(found -> Uni.combine()
                .all()
                .unis(
                        Reading.by(sequin.databases().get(found.database())).invoke(() -> read.accept("database")),
                        Reading.by(sequin.databases().test(found.database()))
                                .invoke(() -> read.accept("connection test")),
                        Reading.by(sequin.backfills().list(found.id())).invoke(() -> read.accept("backfills")),
                        Reading.by(sequin.sinks().list().map(all -> neighbours(found, all)))
                                .invoke(() -> read.accept("other sinks")),
                        Reading.by(deliveries(sequin, ledger, connector, found))
                                .invoke(() -> read.accept("open deliveries")),
                        Reading.by(sequin.server().metrics()).invoke(() -> read.accept("metrics")))
                .with((database, connection, backfills, neighbours, deliveries, metrics) ->
                        new Facts(found, database, connection, backfills, neighbours, deliveries, metrics, at)));
    }

    private static List<Sink> neighbours(Sink sink, List<Sink> all) {
        return all.stream()
                .filter(other ->
                        other.database().equals(sink.database()) && !other.id().equals(sink.id()))
                .toList();
    }

    private static Uni<List<OpenDelivery>> deliveries(Sequin sequin, Deliveries ledger, String connector, Sink sink) {
        return sink.isStream()
                ? ledger.open(
                                connector,
                                sequin.account().name(),
                                new io.sequinmcp.sequin.Consumer(sink.id(), sink.name()),
                                null,
                                MOST_DELIVERIES,
                                0)
                        .map(OpenPage::deliveries)
                : Uni.createFrom().item(List.of());
    }

    /** What Sequin measures, if it could be read. */
    Optional<MetricsPage> page() {
        return metrics.read().flatMap(page -> page);
    }
}
