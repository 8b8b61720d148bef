package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that a row or a server makes unlike all others: what is in them is shown, goes back, or is told of. */
@QuarkusTest
class OddBatchesTest extends BatchTest {
    /** A jsonb takes numbers of 130,000 digits, and a json of any number. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_001, 150_000, 1_000_000})
    void a_row_with_a_long_number_is_received_and_acked_with_its_neighbour(int digits) {
        for (String number : new String[] {"7".repeat(digits), "-1." + "7".repeat(digits), "7".repeat(digits) + "e5"}) {
            receivedAndAcked("{\"id\":1,\"long\":" + number + "}", "long", digits > 20_000);
            receivedAndAcked("{\"id\":1,\"long\":[{\"n\":" + number + "}]}", "long", digits > 20_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1E+2147483648", "1e-99999999999", "1e999999999", "1.5e400"})
    void so_is_one_with_a_number_beyond_all_bounds(String number) {
        receivedAndAcked("{\"id\":1,\"long\":" + number + "}", "long", false);
    }

    @ParameterizedTest
    @ValueSource(ints = {50_001, 1_000_000})
    void so_is_one_with_a_long_name_in_it(int length) {
        receivedAndAcked("{\"id\":1,\"long\":{\"" + "n".repeat(length) + "\":1}}", "long", false);
        receivedAndAcked("{\"id\":1,\"" + "n".repeat(length) + "\":1}", "long", false);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000_000, 20_000_001})
    void so_is_one_with_a_long_text(int length) {
        receivedAndAcked("{\"id\":1,\"long\":\"" + "t".repeat(length) + "\"}", "long", true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"200|``", "204|``", "200|null"})
    void so_may_have_an_answer_without_content(int status, String body) {
        answers(status, body);

        told();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"ack_id\":\"0dd00000-6c26-42da-a252-160507e7f313\"}}",
                "{\"data\":[{\"ack_id\":\"0dd00000-6c26-42da-a252-160507e7f313\",\"data\":{}},{\"ack_id\":\"0dd0",
                "[]",
                "7",
                "<html>"
            })
    void what_can_not_be_read_may_have_leased(String body) {
        answers(200, body);

        told();
    }

    private void told() {
        Said refused = agent.refused("receive_messages", CONSUMER);

        assertThat(refused.code()).isEqualTo("upstream_error");
        assertThat(refused.message()).contains("they come again when their lease is over");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "{}", "{\"data\":{}}", "{\"ack_id\":null,\"data\":{}}", "{\"ack_id\":\"\",\"data\":{}}"})
    void a_message_that_can_not_be_settled_sends_the_others_back(String odd) {
        answers(200, "{\"data\":[" + odd + ",{\"ack_id\":\"" + other + "\",\"data\":{\"record\":{\"id\":2}}}]}");
        sequin.forget();

        Said refused = agent.refused("receive_messages", CONSUMER);

        assertThat(refused.code()).isEqualTo("upstream_error");
        await().untilAsserted(
                        () -> assertThat(sequin.written()).last().asString().contains("/nack", other));
    }

    @Test
    void a_message_that_comes_twice_in_a_batch_is_one() {
        String message = "{\"ack_id\":\"" + one + "\",\"data\":{\"record\":{\"id\":2}}}";
        answers(200, "{\"data\":[" + message + "," + message + "]}");

        Said received = agent.does("receive_messages", CONSUMER);

        assertThat(received.at("/count").intValue()).isEqualTo(1);
    }
}
