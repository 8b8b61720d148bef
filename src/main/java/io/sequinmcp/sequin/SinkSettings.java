package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sink is to be. Null is "not given": the default on a create, unchanged on an update.
 *
 * @param database its name or id
 * @param destination {@code type} and the fields of that type. On an update it replaces the stored one whole
 * @param source what of the database it takes; on an update over what is stored
 * @param tables objects of {@code name} and {@code group_column_names}; on an update over what is stored
 * @param batchSize 1 to 1000
 * @param filter the name of a function or {@code none}; the same for transform, routing and enrichment
 * @param options further fields by Sequin's names: {@code annotations}, {@code load_shedding_policy},
 *     {@code max_retry_count}, {@code message_grouping}, {@code timestamp_format}
 */
public record SinkSettings(
        @Nullable String name,
        @Nullable String database,
        @Nullable Map<String, Object> destination,
        @Nullable SourceSettings source,
        @Nullable List<Map<String, Object>> tables,
        @Nullable List<String> actions,
        @Nullable Integer batchSize,
        @Nullable String status,
        @Nullable String filter,
        @Nullable String transform,
        @Nullable String routing,
        @Nullable String enrichment,
        Map<String, Object> options) {}
