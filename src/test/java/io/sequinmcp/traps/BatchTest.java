package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.traps.Agent.Said;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** Batches of two messages, the first of which is odd. No test's messages are those of another. */
abstract class BatchTest extends TrapTest {
    static final String CONSUMER = "{'consumer_id_or_name': 'billing_events'}";

    final String one = UUID.randomUUID().toString();
    final String other = UUID.randomUUID().toString();

    private String receive = "";

    @BeforeEach
    void know() {
        receive = "POST /api/sequin_streams/"
                + sequin.get(SINK_PATH + "/billing_events").text("/id") + "/receive";
    }

    void hands(String data) {
        answers(
                200,
                "{\"data\":[{\"ack_id\":\"" + one + "\",\"data\":" + data + "},{\"ack_id\":\"" + other + "\",\"data\":"
                        + row("{\"id\":2}") + "}]}");
    }

    void answers(int status, String body) {
        sequin.answer(receive, status, "application/json", body);
    }

    static String row(String record) {
        return "{\"action\":\"insert\",\"record\":" + record + ",\"changes\":null,\"metadata\":{}}";
    }

    /** @param field of the record, which is expected to be cut or not */
    void receivedAndAcked(String record, String field, boolean isCut) {
        hands(row(record));

        Said received = agent.does("receive_messages", CONSUMER);

        assertThat(received.at("/count").intValue()).isEqualTo(2);
        assertThat(received.text("/messages/1/record/id")).isEqualTo("2");
        assertThat(received.list("/messages/0/cut").contains(field)).isEqualTo(isCut);
        sequin.forget();
        agent.does(
                "ack_messages",
                "{'consumer_id_or_name': 'billing_events', 'delivery_id': '" + received.text("/delivery_id") + "'}");
        assertThat(sequin.written()).singleElement().asString().contains("/ack", one, other);
    }
}
