package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.gateway.TestConnectors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequin gives every list whole and in no order; ours are filtered, counted and cut. */
@QuarkusTest
class ListsTest {
    private final Agent agent = new Agent(TestConnectors.EVERYTHING);

    /** Every list, where its entries are, what tells them apart, and what else it needs. */
    static Stream<Arguments> lists() {
        return Stream.of(
                Arguments.of("list_sinks", "sinks", "name", Map.of()),
                Arguments.of("list_databases", "databases", "name", Map.of()),
                Arguments.of("list_http_endpoints", "http_endpoints", "name", Map.of()),
                Arguments.of("list_replications", "replications", "id", Map.of()),
                Arguments.of("list_api_keys", "api_keys", "name", Map.of()),
                Arguments.of("list_local_tunnels", "tunnels", "entity_id", Map.of()),
                Arguments.of("list_backfills", "backfills", "id", Map.of("sink_id_or_name", "page_view_cache")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void every_list_is_counted_and_cut(String tool, String entries, String key, Map<String, Object> given) {
        makeSome(tool);
        JsonObject whole = agent.call(tool, given);
        List<String> keys = keys(whole, entries, key);
        assertThat(whole.getInteger("total")).isEqualTo(keys.size());
        assertThat(whole.containsKey("next_cursor")).isFalse();
        if (!tool.equals("list_local_tunnels")) {
            assertThat(keys).as("enough to cut").hasSizeGreaterThan(1);
        }

        List<String> seen = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Map<String, Object> arguments = new HashMap<>(given);
            arguments.put("limit", 1);
            if (cursor != null) {
                arguments.put("cursor", cursor);
            }
            JsonObject page = agent.call(tool, arguments);
            assertThat(page.getInteger("total")).isEqualTo(keys.size());
            assertThat(page.getJsonArray(entries).size()).isLessThanOrEqualTo(1);
            seen.addAll(keys(page, entries, key));
            cursor = page.getString("next_cursor");
        } while (cursor != null && seen.size() <= keys.size());

        assertThat(seen).containsExactlyElementsOf(keys);
        removeSome(tool);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void a_page_is_neither_empty_nor_endless(String tool, String entries, String key, Map<String, Object> given) {
        for (int limit : new int[] {0, Page.MAX_LIMIT + 1}) {
            Map<String, Object> arguments = new HashMap<>(given);
            arguments.put("limit", limit);

            JsonObject problem = agent.refusal(tool, arguments);

            assertThat(problem.getString("code")).isEqualTo("invalid_argument");
            assertThat(problem.getString("field")).isEqualTo("limit");
            assertThat(problem.getString("message")).contains("from 1 to 200");
        }
    }

    @ParameterizedTest
    @CsvSource({"database, analytics_db", "type, webhook", "status, paused", "health, error", "health, paused"})
    void sinks_are_filtered(String filter, String value) {
        JsonObject filtered = agent.call("list_sinks", Map.of(filter, value));

        List<String> expected = agent.call("list_sinks", Map.of()).getJsonArray("sinks").stream()
                .map(JsonObject.class::cast)
                .filter(sink -> value.equals(sink.getString(filter)))
                .map(sink -> sink.getString("name"))
                .toList();
        assertThat(keys(filtered, "sinks", "name")).isNotEmpty().isEqualTo(expected);
        assertThat(filtered.getInteger("total")).isEqualTo(expected.size());
        assertThat(counted(filtered, "by_health")).isEqualTo(expected.size());
    }

    @Test
    void filters_of_sinks_combine_and_are_counted_before_they_are_cut() {
        JsonObject both = agent.call("list_sinks", Map.of("database", "prod_db", "type", "sequin_stream", "limit", 2));

        assertThat(keys(both, "sinks", "name")).containsExactly("billing_events", "invoice_processor");
        assertThat(both.getInteger("total")).isEqualTo(3);
        assertThat(counted(both, "by_health")).isEqualTo(3);
        assertThat(agent.call("list_sinks", Map.of("database", "analytics_db", "type", "webhook"))
                        .getInteger("total"))
                .isZero();
    }

    @Test
    void backfills_are_filtered_by_state_and_counted() {
        makeSome("list_backfills");
        Map<String, Object> sink = Map.of("sink_id_or_name", "page_view_cache");
        JsonObject all = agent.call("list_backfills", sink);

        JsonObject cancelled =
                agent.call("list_backfills", Map.of("sink_id_or_name", "page_view_cache", "state", "canceled"));
        JsonObject active =
                agent.call("list_backfills", Map.of("sink_id_or_name", "page_view_cache", "state", "active"));

        assertThat(cancelled.getInteger("total")).isEqualTo(all.getInteger("total"));
        assertThat(cancelled.getJsonObject("by_state").getMap()).containsOnlyKeys("cancelled");
        assertThat(counted(cancelled, "by_state")).isEqualTo(cancelled.getInteger("total"));
        assertThat(active.getInteger("total")).isZero();
        assertThat(active.getJsonArray("backfills")).isEmpty();
    }

    @Test
    void a_backfill_that_is_not_over_comes_with_what_can_be_done_about_it() {
        Map<String, Object> sink = Map.of("sink_id_or_name", "legacy_user_sync");
        String id = agent.call("create_backfill", sink).getString("id");

        JsonArray open = agent.call("list_backfills", sink).getJsonArray("next");
        JsonObject change = open.getJsonObject(0);
        assertThat(change.getString("tool")).isEqualTo("update_backfill");
        assertThat(change.getJsonObject("arguments").getString("state")).isEqualTo("paused");
        assertThat(change.getJsonObject("arguments").getString("id")).isEqualTo(id);

        agent.call(
                "update_backfill",
                change.getJsonObject("arguments")
                        .copy()
                        .put("state", "cancelled")
                        .getMap());
        assertThat(agent.call("list_backfills", sink).containsKey("next")).isFalse();
    }

    @Test
    void deliveries_are_filtered_by_consumer_counted_and_cut() {
        Map<String, Object> stream = Map.of("consumer_id_or_name", "billing_events");
        List<String> received = IntStream.range(0, 3)
                .mapToObj(i -> agent.call(
                                "receive_messages", Map.of("consumer_id_or_name", "billing_events", "batch_size", 1))
                        .getString("delivery_id"))
                .toList();
        List<String> newestFirst = List.of(received.get(2), received.get(1), received.get(0));

        JsonObject first = agent.call("list_deliveries", Map.of("consumer_id_or_name", "billing_events", "limit", 2));
        JsonObject rest = agent.call(
                "list_deliveries",
                Map.of("consumer_id_or_name", "billing_events", "cursor", first.getString("next_cursor")));

        assertThat(keys(first, "deliveries", "delivery_id")).isEqualTo(newestFirst.subList(0, 2));
        assertThat(keys(rest, "deliveries", "delivery_id")).startsWith(newestFirst.get(2));
        assertThat(rest.containsKey("next_cursor")).isFalse();
        assertThat(first.getInteger("total"))
                .isEqualTo(rest.getInteger("total"))
                .isEqualTo(2 + rest.getJsonArray("deliveries").size());
        assertThat(keys(
                        agent.call("list_deliveries", Map.of("consumer_id_or_name", "order_audit")),
                        "deliveries",
                        "delivery_id"))
                .doesNotContainAnyElementsOf(received);
        assertThat(agent.refusal("list_deliveries", Map.of("limit", 0)).getString("field"))
                .isEqualTo("limit");
        for (String delivery : received) {
            agent.call("nack_messages", Map.of("consumer_id_or_name", "billing_events", "delivery_id", delivery));
        }
        assertThat(agent.call("list_deliveries", stream).getInteger("total")).isLessThan(first.getInteger("total"));
    }

    /** More than one of each, where the demo has one. */
    private void makeSome(String tool) {
        if (tool.equals("list_backfills")) {
            for (int i = 0; i < 3; i++) {
                String id = agent.call(
                                "create_backfill",
                                Map.of("sink_id_or_name", "page_view_cache", "table", "public.page_views"))
                        .getString("id");
                agent.call(
                        "update_backfill",
                        Map.of("sink_id_or_name", "page_view_cache", "id", id, "state", "cancelled"));
            }
        }
        if (tool.equals("list_api_keys")) {
            IntStream.range(0, 2).forEach(i -> agent.call("create_api_key", Map.of("name", "list-key-" + i)));
        }
    }

    private void removeSome(String tool) {
        if (tool.equals("list_api_keys")) {
            IntStream.range(0, 2).forEach(i -> remove("api_key", "list-key-" + i));
        }
    }

    private void remove(String kind, String name) {
        JsonObject plan = agent.call("plan_delete", Map.of("kind", kind, "id_or_name", name));
        agent.follow(plan.getJsonArray("next").getJsonObject(0));
    }

    private static List<String> keys(JsonObject list, String entries, String key) {
        JsonArray items = list.getJsonArray(entries);
        return items.stream().map(item -> ((JsonObject) item).getString(key)).toList();
    }

    private static int counted(JsonObject list, String counts) {
        return list.getJsonObject(counts).stream()
                .mapToInt(count -> (Integer) count.getValue())
                .sum();
    }
}
