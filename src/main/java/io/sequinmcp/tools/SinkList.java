package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.sequin.SinkHealth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sinks, by name.
 *
 * @param total how many match
 * @param byHealth how many of them are how well
 */
@Answer
public record SinkList(
        int total,
        Map<String, Long> byHealth,
        List<Line> sinks,
        @Nullable String nextCursor,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

    static SinkList of(List<Sink> matching, Page<Sink> page, ResponseFormat format, List<NextStep> next) {
        Map<String, Long> byHealth = matching.stream()
                .collect(Collectors.groupingBy(
                        sink -> sink.health() == null
                                ? "unknown"
                                : sink.health().status(),
                        TreeMap::new,
                        Collectors.counting()));
        Function<Sink, Line> line = sink -> Line.of(sink, format);
        return new SinkList(
                page.total(), byHealth, page.items().stream().map(line).toList(), page.nextCursor(), next);
    }

    /**
     * One sink of a list.
     *
     * @param failing names of the checks that need attention
     * @param id with batch size and source, where detail was asked for
     */
    @Answer
    public record Line(
            String name,
            String type,
            String database,
            String status,
            @Nullable String health,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> failing,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int activeBackfills,
            @Nullable String id,
            @Nullable Integer batchSize,
            @Nullable Map<String, Object> source) {

        public static Line of(Sink sink, ResponseFormat format) {
            SinkHealth health = sink.health();
            return new Line(
                    sink.name(),
                    sink.destinationType(),
                    sink.database(),
                    sink.status(),
                    health == null ? null : health.status(),
                    health == null
                            ? List.of()
                            : health.failing().stream()
                                    .map(SinkHealth.Check::name)
                                    .toList(),
                    sink.activeBackfills().size(),
                    format.detailed() ? sink.id() : null,
                    format.detailed() ? sink.batchSize() : null,
                    format.detailed() ? SinkView.source(sink.source()) : null);
        }
    }
}
