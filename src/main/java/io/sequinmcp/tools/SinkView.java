package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.sequin.Source;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sink as an agent reads it.
 *
 * @param type of its destination
 * @param health absent right after a write, and while Sequin can't tell
 * @param source what of the database it takes; {@code {"everything": true}} is all of the publication
 * @param settings all else that Sequin sent, secrets masked; where detail was asked for
 * @param notes what was added, corrected or is worth knowing
 */
@Answer
public record SinkView(
        String name,
        String id,
        String type,
        String database,
        String status,
        @Nullable HealthView health,
        int batchSize,
        @Nullable String loadSheddingPolicy,
        Map<String, Object> source,
        List<BackfillView> activeBackfills,
        @Nullable Map<String, Object> settings,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next)
        implements Linked {

    private static final Set<String> SHOWN = Set.of(
            "name",
            "id",
            "database",
            "status",
            "health",
            "batch_size",
            "load_shedding_policy",
            "source",
            "active_backfills");

    public static SinkView of(Sink sink, ResponseFormat format, Instant now) {
        return new SinkView(
                sink.name(),
                sink.id(),
                sink.destinationType(),
                sink.database(),
                sink.status(),
                HealthView.of(sink.health(), format),
                sink.batchSize(),
                sink.loadSheddingPolicy(),
                source(sink.source()),
                sink.activeBackfills().stream()
                        .map(backfill -> BackfillView.of(backfill, now))
                        .toList(),
                format.detailed() ? Remainder.of(sink.raw(), SHOWN) : null,
                List.of(),
                List.of());
    }

    @Override
    public @Nullable Link link() {
        return settings == null ? Link.of("sinks", name, "get_sink") : null;
    }

    SinkView with(List<String> notes, List<NextStep> next) {
        return new SinkView(
                name,
                id,
                type,
                database,
                status,
                health,
                batchSize,
                loadSheddingPolicy,
                source,
                activeBackfills,
                settings,
                notes,
                next);
    }

    static Map<String, Object> source(Source source) {
        if (source.isEverything()) {
            return Map.of("everything", true);
        }
        Map<String, Object> lists = new LinkedHashMap<>();
        put(lists, "include_tables", source.includeTables());
        put(lists, "include_schemas", source.includeSchemas());
        put(lists, "exclude_tables", source.excludeTables());
        put(lists, "exclude_schemas", source.excludeSchemas());
        return lists;
    }

    private static void put(Map<String, Object> lists, String name, List<String> values) {
        if (!values.isEmpty()) {
            lists.put(name, values);
        }
    }
}
