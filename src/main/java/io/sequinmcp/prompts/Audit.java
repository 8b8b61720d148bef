package io.sequinmcp.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.ConnectionTest;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.HttpEndpoint;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.sequin.SinkHealth;
import io.sequinmcp.tools.Answer;
import io.sequinmcp.tools.Caller;
import io.sequinmcp.tools.ResponseFormat;
import io.sequinmcp.tools.SinkList;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How everything within reach is.
 *
 * @param attention what is not as it should be, gravest first
 * @param more how many more there are of it than are shown
 */
@Answer
record Audit(
        Instant readAt,
        int sinksTotal,
        Map<String, Long> sinksByHealth,
        Map<String, Long> sinksByStatus,
        int databasesTotal,
        int httpEndpointsTotal,
        List<Attention> attention,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int more,
        List<SinkList.Line> sinks) {
    private static final int MOST = 40;
    private static final int MOST_SINKS = 60;

    /** All that was read; what the connector may not list is empty. */
    record Account(
            List<Sink> sinks, List<Database> databases, List<ConnectionTest> tests, List<HttpEndpoint> endpoints) {}

    /**
     * One thing that is not as it should be.
     *
     * @param rank 0 is gravest: nothing arrives; 1 is what stops or loses messages later; 2 is what is only untidy
     */
    @Answer
    record Attention(int rank, String of, String what, @Nullable NextStep next) {}

    static Audit of(Account account, Instant now, Caller caller) {
        List<Sink> sinks = account.sinks().stream()
                .sorted(Comparator.comparing(Sink::name))
                .toList();
        List<Attention> attention = Stream.of(
                        account.tests().stream().filter(test -> !test.ok()).map(Audit::unreachable),
                        account.databases().stream()
                                .filter(database -> database.slots().stream()
                                        .anyMatch(slot -> slot.status().equals("disabled")))
                                .map(Audit::slotDisabled),
                        sinks.stream().map(Audit::unwell).filter(Objects::nonNull),
                        sinks.stream().map(Audit::stopped).filter(Objects::nonNull),
                        sinks.stream()
                                .filter(sink -> "discard_on_full".equals(sink.loadSheddingPolicy()))
                                .map(sink -> about(1, sink, "drops messages for good when its buffer is full")),
                        account.databases().stream()
                                .filter(database -> sinks.stream()
                                        .noneMatch(sink -> sink.database().equals(database.name())))
                                .map(Audit::unread),
                        unused(account))
                .flatMap(found -> found)
                .map(found -> offered(found, caller))
                .sorted(Comparator.comparing(Attention::rank))
                .toList();
        return new Audit(
                now,
                sinks.size(),
                count(sinks.stream().map(sink -> {
                    SinkHealth health = sink.health();
                    return health == null ? "unknown" : health.status();
                })),
                count(sinks.stream().map(Sink::status)),
                account.databases().size(),
                account.endpoints().size(),
                attention.subList(0, Math.min(MOST, attention.size())),
                Math.max(0, attention.size() - MOST),
                sinks.stream()
                        .limit(MOST_SINKS)
                        .map(sink -> SinkList.Line.of(sink, ResponseFormat.CONCISE))
                        .toList());
    }

    private static Map<String, Long> count(Stream<String> words) {
        return words.collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
    }

    private static Attention unreachable(ConnectionTest test) {
        return new Attention(
                0,
                "database " + test.database().name(),
                "Sequin can't use it: " + test.reason(),
                NextStep.of(
                        "get_database", "database_id_or_name", test.database().name()));
    }

    private static Attention slotDisabled(Database database) {
        return new Attention(
                0,
                "database " + database.name(),
                "its slot is disabled, so none of its sinks gets anything, and the slot keeps growing in Postgres",
                NextStep.of("get_database", "database_id_or_name", database.name()));
    }

    private static @Nullable Attention unwell(Sink sink) {
        SinkHealth health = sink.health();
        if (health == null || health.failing().isEmpty()) {
            return null;
        }
        String checks = health.failing().stream().map(SinkHealth.Check::name).collect(Collectors.joining(", "));
        return about(health.status().equals("error") ? 0 : 1, sink, "fails " + checks);
    }

    private static @Nullable Attention stopped(Sink sink) {
        return switch (sink.status()) {
            case "paused" -> about(1, sink, "is paused: it keeps what arrives until its buffer is full");
            case "disabled" -> about(1, sink, "is disabled: it misses what changes meanwhile");
            default -> null;
        };
    }

    private static Attention unread(Database database) {
        return new Attention(
                1,
                "database " + database.name(),
                "no sink within reach is on it; a slot that nobody reads keeps growing in Postgres",
                new NextStep("plan_delete", Map.of("kind", "database", "id_or_name", database.name())));
    }

    private static Stream<Attention> unused(Account account) {
        Set<String> used = account.sinks().stream()
                .map(Sink::httpEndpoint)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return account.endpoints().stream()
                .filter(endpoint -> !used.contains(endpoint.name()))
                .map(endpoint -> new Attention(
                        2,
                        "HTTP endpoint " + endpoint.name(),
                        "no sink within reach delivers there",
                        new NextStep("plan_delete", Map.of("kind", "http_endpoint", "id_or_name", endpoint.name()))));
    }

    private static Attention about(int rank, Sink sink, String what) {
        return new Attention(
                rank, "sink " + sink.name(), what, NextStep.of("diagnose_sink", "sink_id_or_name", sink.name()));
    }

    private static Attention offered(Attention found, Caller caller) {
        NextStep next = found.next();
        return next == null || caller.has(next.tool())
                ? found
                : new Attention(found.rank(), found.of(), found.what(), null);
    }
}
