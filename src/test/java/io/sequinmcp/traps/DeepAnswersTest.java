package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON of more levels than a stack holds, which whoever writes a row can put there. */
@QuarkusTest
class DeepAnswersTest extends BatchTest {
    @ParameterizedTest
    @ValueSource(ints = {90, 300, 900, 980, 1_000, 5_000})
    void a_row_is_received_and_acked_with_its_neighbour(int levels) {
        receivedAndAcked("{\"deep\":" + lists(levels) + "}", "deep", levels > 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 900, 980, 1_000, 5_000})
    void so_is_what_a_transform_made_in_detail(int levels) {
        String objects = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
        for (String data : new String[] {
            lists(levels), objects, "{\"record\":{},\"changes\":" + objects + ",\"metadata\":" + objects + "}"
        }) {
            hands(data);

            Said received = agent.does(
                    "receive_messages", "{'consumer_id_or_name': 'billing_events', 'response_format': 'detailed'}");

            assertThat(received.at("/count").intValue()).isEqualTo(2);
            assertThat(received.list("/messages/0/cut")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 900, 980, 1_000, 5_000})
    void a_row_that_is_looked_at_goes_back(int levels) {
        hands(row("{\"deep\":" + lists(levels) + "}"));

        Said peeked = agent.does("peek_messages", CONSUMER);

        assertThat(peeked.at("/count").intValue()).isEqualTo(2);
        assertThat(sequin.written()).last().asString().contains("/nack", one, other);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 900, 980, 1_000, 5_000})
    void a_sink_is_shown(int levels) {
        String deep = lists(levels);
        String sink = "{\"id\":\"b31a1de6-5a4f-4b5e-9a1c-6f1d0c6b0a01\",\"name\":\"deep\",\"database\":\"prod_db\","
                + "\"status\":\"active\",\"destination\":{\"batch\":true,\"new\":" + deep + ",\"type\":\"webhook\","
                + "\"http_endpoint\":\"crm\"},\"annotations\":{\"a\":" + deep + "},\"newer\":" + deep + "}";
        sequin.answer("GET /api/sinks/deep", 200, "application/json", sink);
        sequin.answer("GET /api/sinks", 200, "application/json", "{\"data\":[" + sink + "]}");

        assertThat(agent.does("get_sink", "{'sink_id_or_name': 'deep', 'response_format': 'detailed'}")
                        .text("/name"))
                .isEqualTo("deep");
        assertThat(agent.does("list_sinks", "{}").text("/sinks/0/name")).isEqualTo("deep");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 900, 980, 1_000, 5_000})
    void an_error_is_one_problem(int levels) {
        for (String body : new String[] {
            "{\"summary\":" + lists(levels) + "}",
            "{\"summary\":\"no\",\"validation_errors\":{\"name\":" + lists(levels) + "}}",
            lists(levels)
        }) {
            sequin.answer("GET /api/sinks/deep", 422, "application/json", body);

            assertThat(agent.refused("get_sink", "{'sink_id_or_name': 'deep'}").code())
                    .isEqualTo("invalid_argument");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 900, 990})
    void what_an_agent_nests_that_deep_is_sent_whole_and_shown(int levels) {
        String sink = "{\"name\":\"deep\",\"database\":\"prod_db\",\"destination\":{\"type\":\"sequin_stream\"},"
                + "\"include_tables\":[\"billing.invoices\"],\"options\":{\"annotations\":{\"a\":"
                + lists(levels) + "}}}";

        agent.does("create_sink", sink);

        assertThat(sequin.written()).singleElement().asString().contains("POST /api/sinks", lists(levels));
        assertThat(agent.does("get_sink", "{'sink_id_or_name': 'deep', 'response_format': 'detailed'}")
                        .text("/name"))
                .isEqualTo("deep");
        assertThat(agent.does("list_sinks", "{}").content().toString()).contains("\"deep\"");
    }

    /** What can't be read can't be cleared of secrets either. */
    @ParameterizedTest
    @ValueSource(ints = {300, 900, 980, 1_000, 5_000})
    void an_exported_configuration_is_refused_and_no_argument_blamed(int levels) {
        sequin.answer("GET /api/config/export", 200, "application/json", "{\"yaml\":\"sinks: " + lists(levels) + "\"}");

        Said refused = agent.refused("export_config", "{}");

        assertThat(refused.code()).isEqualTo("upstream_error");
        assertThat(refused.message()).contains("the configuration that Sequin exported", "more than 50 levels");
        assertThat(refused.content().has("field")).isFalse();
    }

    private static String lists(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }
}
