package io.sequinmcp.sequin;

import io.sequinmcp.sequin.PrometheusText.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a Sequin measures of itself (section 10): the only place that tells the health of databases and slots, and their
 * size. What it doesn't measure is empty.
 */
public final class MetricsPage {
    private static final String PREFIX = "sequin_";

    private final List<Sample> samples;

    private MetricsPage(List<Sample> samples) {
        this.samples = samples;
    }

    static MetricsPage of(String text) {
        return new MetricsPage(PrometheusText.parse(text, PREFIX));
    }

    /**
     * What the health of an entity is: {@code ok}, {@code warn}, {@code error} or {@code paused}; an open set.
     *
     * @param type {@code sink}, {@code database} or {@code replication_slot}
     */
    public Optional<String> health(String type, String id) {
        return named("sequin_entity_health")
                .filter(sample -> type.equals(sample.labels().get("entity_type"))
                        && id.equals(sample.labels().get("entity_id"))
                        && sample.value() > 0)
                .map(sample -> sample.labels().getOrDefault("status", ""))
                .filter(status -> !status.isEmpty())
                .findFirst();
    }

    /** How much log Postgres keeps for a slot. */
    public Optional<Double> slotSizeMb(Database.Slot slot) {
        return of("sequin_replication_slot_size_mb", slot.id(), slot.slotName())
                .map(Sample::value)
                .findFirst();
    }

    /** How long changes take from Postgres into Sequin, on average. */
    public Optional<Duration> latency(Database.Slot slot) {
        double sum = total("sequin_ingestion_latency_us_sum", slot);
        double count = total("sequin_ingestion_latency_us_count", slot);
        Optional<Double> micros = count > 0
                ? Optional.of(sum / count)
                : of("sequin_ingestion_latency_us", slot.id(), slot.slotName())
                        .map(Sample::value)
                        .filter(Double::isFinite)
                        .max(Double::compare);
        return micros.map(value -> Duration.ofMillis(Math.round(value / 1000)));
    }

    private double total(String name, Database.Slot slot) {
        return of(name, slot.id(), slot.slotName()).mapToDouble(Sample::value).sum();
    }

    /** How many deliveries a sink tried since Sequin started; empty if none. */
    public Optional<Deliveries> deliveries(Sink sink) {
        long failed = count("sequin_message_deliver_failure_count", sink);
        long succeeded = count("sequin_message_deliver_success_count", sink);
        return failed + succeeded == 0 ? Optional.empty() : Optional.of(new Deliveries(failed + succeeded, failed));
    }

    private long count(String name, Sink sink) {
        return Math.round(of(name, sink.id(), sink.name())
                .mapToDouble(Sample::value)
                .filter(Double::isFinite)
                .sum());
    }

    /** Tries of a sink, and how many of them failed. */
    public record Deliveries(long attempts, long failed) {
        /** From 0 to 1. */
        public double failedShare() {
            return (double) failed / attempts;
        }
    }

    private Stream<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name));
    }

    /** Those of something, whichever of its labels says so: the labels differ between versions. */
    private Stream<Sample> of(String name, String id, String thing) {
        return named(name)
                .filter(sample ->
                        sample.labels().containsValue(id) || sample.labels().containsValue(thing));
    }
}
