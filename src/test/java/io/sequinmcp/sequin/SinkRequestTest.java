package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.Samples.fields;
import static io.sequinmcp.sequin.Samples.settings;
import static io.sequinmcp.sequin.Samples.sink;
import static io.sequinmcp.sequin.Samples.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to create or change a sink, and what is refused instead (section 6). */
class SinkRequestTest {
    private static final Map<String, Object> STREAM = Map.of("type", "sequin_stream");
    private static final Map<String, Object> KAFKA =
            Map.of("type", "kafka", "hosts", "h:9092", "topic", "orders", "compression", "none");
    private static final Sink KAFKA_SINK = sink("k", tables("public.orders"), KAFKA);

    private static Map<String, Object> created(@Nullable Object... settings) {
        return new SinkRequest(settings(settings)).toCreate("shop");
    }

    private static Map<String, Object> updated(Sink sink, @Nullable Object... settings) {
        return new SinkRequest(settings(settings)).toUpdate(sink);
    }

    private static Problem refused(ThrowingCallable rule) {
        return catchThrowableOfType(SequinException.class, rule).problem();
    }

    @Test
    void creates_with_what_is_given_and_no_more() {
        assertThat(created("name", "s", "destination", STREAM, "source", tables("public.users")))
                .isEqualTo(fields(
                        "name",
                        "s",
                        "database",
                        "shop",
                        "destination",
                        STREAM,
                        "source",
                        Map.of("include_tables", List.of("public.users"))));
    }

    @Test
    void says_that_there_is_no_routing_where_that_has_to_be_said() {
        assertThat(created("name", "s", "destination", KAFKA)).containsEntry("routing", "none");
        assertThat(created("name", "s", "destination", STREAM)).doesNotContainKey("routing");
        assertThat(created("name", "s", "destination", Map.of("type", "kafka", "hosts", "h:1"), "routing", "by-tenant"))
                .containsEntry("routing", "by-tenant");
    }

    @Test
    void a_source_that_restricts_nothing_sends_no_empty_lists() {
        assertThat(created("name", "s", "destination", STREAM, "source", Source.EVERYTHING))
                .containsEntry("source", Map.of());
    }

    @Test
    void include_and_exclude_exclude_each_other() {
        Source both = new Source(List.of("public.a"), List.of(), List.of("public.b"), List.of());
        assertThat(refused(() -> created("name", "s", "destination", STREAM, "source", both))
                        .field())
                .isEqualTo("exclude_tables");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void batch_size_has_a_range(int size) {
        assertThat(refused(() -> created("name", "s", "destination", STREAM, "batch_size", size))
                        .field())
                .isEqualTo("batch_size");
    }

    @Test
    void a_webhook_that_takes_one_by_one_has_batches_of_one() {
        Map<String, Object> single = Map.of("type", "webhook", "http_endpoint", "e", "batch", false);
        assertThat(refused(() -> created("name", "s", "destination", single, "batch_size", 10))
                        .field())
                .isEqualTo("batch_size");
        assertThat(created("name", "s", "destination", single, "batch_size", 1)).containsEntry("batch_size", 1);
        assertThat(refused(() -> updated(sink("w", tables("public.a"), single), "batch_size", 10))
                        .field())
                .isEqualTo("batch_size");
    }

    @Test
    void actions_and_status_are_of_a_list() {
        assertThat(refused(() -> created("name", "s", "destination", STREAM, "actions", List.of()))
                        .field())
                .isEqualTo("actions");
        assertThat(refused(() -> created("name", "s", "destination", STREAM, "actions", List.of("truncate")))
                        .allowed())
                .containsExactly("insert", "update", "delete");
        assertThat(created("name", "s", "destination", STREAM, "actions", List.of("Insert")))
                .containsEntry("actions", List.of("insert"));
        assertThat(refused(() -> updated(KAFKA_SINK, "status", "stopped")).allowed())
                .containsExactly("active", "paused", "disabled");
    }

    @Test
    void an_enrichment_needs_exactly_one_table() {
        assertThat(refused(() -> created("name", "s", "destination", STREAM, "enrichment", "e"))
                        .field())
                .isEqualTo("enrichment");
        assertThat(created("name", "s", "destination", STREAM, "enrichment", "e", "source", tables("public.a")))
                .containsEntry("enrichment", "e");
        assertThat(updated(KAFKA_SINK, "enrichment", "e")).containsEntry("enrichment", "e");
    }

    @Test
    void fields_that_can_only_be_read_are_left_out_and_noted() {
        SinkRequest request = new SinkRequest(settings(
                "status", "paused", "options", fields("health", Map.of(), "id", "x", "active_backfills", List.of())));

        assertThat(request.toUpdate(KAFKA_SINK)).isEqualTo(Map.of("status", "paused"));
        assertThat(request.notes()).hasSize(3).anyMatch(note -> note.contains("`health`"));
    }

    @Test
    void options_that_are_none_are_refused_with_the_list() {
        assertThat(refused(() -> updated(KAFKA_SINK, "options", Map.of("ack_wait_ms", 1)))
                        .allowed())
                .contains("max_retry_count");
        assertThat(refused(() -> updated(KAFKA_SINK, "options", Map.of("initial_backfill", true)))
                        .message())
                .contains("start a backfill");
        assertThat(refused(() -> updated(KAFKA_SINK, "options", Map.of("max_retry_count", 0)))
                        .field())
                .isEqualTo("options.max_retry_count");
        assertThat(refused(() -> updated(KAFKA_SINK, "options", fields("max_retry_count", null)))
                        .message())
                .contains("can't be unset");
        assertThat(refused(() -> updated(KAFKA_SINK, "options", Map.of("timestamp_format", "rfc")))
                        .allowed())
                .contains("iso8601");
        assertThat(refused(() -> updated(KAFKA_SINK, "options", Map.of("message_grouping", "maybe")))
                        .field())
                .isEqualTo("options.message_grouping");
        assertThat(refused(() -> updated(KAFKA_SINK, "options", Map.of("annotations", "x")))
                        .field())
                .isEqualTo("options.annotations");
        assertThat(updated(KAFKA_SINK, "options", Map.of("message_grouping", "false", "max_retry_count", 3)))
                .isEqualTo(Map.of("message_grouping", false, "max_retry_count", 3));
    }

    @Test
    void names_the_database_when_source_or_tables_change() {
        assertThat(updated(KAFKA_SINK, "source", tables("public.users"))).containsEntry("database", "shop");
        assertThat(updated(KAFKA_SINK, "tables", List.of(Map.of("name", "public.users"))))
                .containsEntry("database", "shop");
        assertThat(updated(KAFKA_SINK, "status", "paused")).doesNotContainKey("database");
    }

    @Test
    void a_grouping_needs_the_name_of_its_table() {
        assertThat(refused(() -> updated(KAFKA_SINK, "tables", List.of(Map.of("group_column_names", List.of("id")))))
                        .field())
                .isEqualTo("tables");
    }

    @Test
    void a_partial_destination_is_refused_with_what_it_would_erase() {
        Sink stored = sink(281);

        Problem problem = refused(() -> updated(stored, "destination", Map.of("topic", "other")));

        assertThat(problem.field()).isEqualTo("destination");
        assertThat(problem.allowed()).contains("hosts", "password").doesNotContain("topic", "type");
        assertThat(problem.message()).contains("real password");
        assertThat(problem.next()).isEmpty();
    }

    @Test
    void without_secrets_the_whole_destination_is_offered() {
        Problem problem = refused(() -> updated(KAFKA_SINK, "destination", Map.of("topic", "other")));

        assertThat(problem.next()).hasSize(1);
        assertThat(problem.next().get(0).tool()).isEqualTo("update_sink");
        @SuppressWarnings("unchecked")
        Map<String, Object> whole =
                (Map<String, Object>) problem.next().get(0).arguments().get("destination");
        assertThat(updated(KAFKA_SINK, "destination", whole))
                .containsEntry("destination", with(KAFKA, "topic", "other"))
                .containsEntry("routing", "none");
    }

    @Test
    void a_null_erases_on_purpose() {
        Map<String, Object> stored = with(with(KAFKA, "username", "u"), "password", "pas****d");
        Map<String, Object> erasing = new java.util.LinkedHashMap<>(KAFKA);
        erasing.put("username", null);
        erasing.put("password", null);

        assertThat(updated(sink("k", tables("public.a"), stored), "destination", erasing))
                .containsEntry("destination", KAFKA);
    }

    @Test
    void a_change_of_type_is_a_new_destination() {
        assertThat(updated(sink(281), "destination", STREAM)).containsEntry("destination", STREAM);
    }

    @Test
    void what_sequin_derives_need_not_be_repeated() {
        Map<String, Object> rabbit = Map.of("type", "rabbitmq", "host", "h", "port", 5672, "exchange", "e");
        Sink stored = sink("r", tables("public.a"), with(rabbit, "connection_id", "c-1"));

        assertThat(updated(stored, "destination", rabbit)).containsEntry("routing", "none");
    }

    @Test
    void a_change_of_routing_takes_the_destination_along() {
        SinkRequest request = new SinkRequest(settings("routing", "by-tenant"));

        assertThat(request.toUpdate(KAFKA_SINK))
                .containsEntry("routing", "by-tenant")
                .containsEntry("destination", KAFKA);
        assertThat(request.notes()).isNotEmpty();
        assertThat(updated(KAFKA_SINK, "routing", "none")).doesNotContainKey("destination");
    }

    @Test
    void a_change_of_routing_with_secrets_needs_the_destination_given() {
        assertThat(refused(() -> updated(sink(281), "routing", "by-tenant")).field())
                .isEqualTo("destination");
    }

    @Test
    void a_destination_of_a_type_we_do_not_know_leaves_the_rest_changeable() {
        Sink pigeon = sink("p", tables("public.a"), Map.of("type", "carrier_pigeon", "loft", "north"));

        assertThat(updated(pigeon, "status", "paused", "routing", "r"))
                .isEqualTo(Map.of("routing", "r", "status", "paused"));
    }

    @Test
    void what_does_nothing_on_a_stream_is_noted() {
        SinkRequest request = new SinkRequest(settings(
                "batch_size", 10, "filter", "f", "options", Map.of("max_retry_count", 3, "annotations", Map.of())));

        request.toUpdate(sink(tables("public.orders")));

        assertThat(request.notes()).anyMatch(note -> note.contains("filter, batch_size, max_retry_count"));
    }

    @Test
    void nothing_to_change_is_refused() {
        assertThat(refused(() -> updated(KAFKA_SINK)).message()).contains("Nothing to change");
        assertThat(refused(() -> updated(KAFKA_SINK, "name", "k")).message()).contains("Nothing to change");
    }

    @Test
    void functions_must_exist_and_be_of_the_right_kind() {
        FunctionKinds kinds = new FunctionKinds(Map.of("id-only", "transform", "euro-only", "filter", "p", "path"));

        kinds.check(settings("filter", "euro-only", "transform", "id-only", "routing", "none"));
        kinds.check(settings("transform", "p"));
        assertThat(refused(() -> kinds.check(settings("filter", "id-only"))).allowed())
                .containsExactly("euro-only", "none");
        assertThat(refused(() -> kinds.check(settings("transform", "euro-only")))
                        .message())
                .contains("is a filter function");
        assertThat(refused(() -> kinds.check(settings("routing", ""))).allowed())
                .containsExactly("none");
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        Map<String, Object> copy = new java.util.LinkedHashMap<>(map);
        copy.put(name, value);
        return copy;
    }
}
