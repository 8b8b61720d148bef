package io.sequinmcp.traps;

import static io.sequinmcp.traps.Trap.Topic.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import org.junit.jupiter.api.Test;

/** Streams: section 8. */
@QuarkusTest
class StreamTrapsTest extends TrapTest {
    private static final String BILLING = "/api/sequin_streams/billing_events";
    private static final String RECEIVE = "{'consumer_id_or_name': 'billing_events', 'batch_size': 1}";

    private String receive() {
        return agent.does("receive_messages", RECEIVE).text("/messages/0/ack_id");
    }

    private String waiting() {
        return sequin.post(BILLING + "/receive", "{'batch_size': 100}")
                .at("/data")
                .toString();
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "An upper-case ack id answers success and does nothing: the message comes again.",
            here = "Sent in lower case, and the answer says so.",
            rule = "AckIds",
            grave = true)
    void ack_ids_are_lowered() {
        String bare = sequin.post(BILLING + "/receive", "{}").text("/data/0/ack_id");
        assertThat(sequin.post(BILLING + "/ack", "{'ack_ids': ['" + bare.toUpperCase(java.util.Locale.ROOT) + "']}")
                        .at("/success")
                        .asBoolean())
                .isTrue();
        sequin.post(BILLING + "/nack", "{'ack_ids': ['" + bare + "']}");
        assertThat(waiting()).contains(bare);

        sequin.reset();
        String id = receive();
        Said acked = agent.does(
                "ack_messages",
                "{'consumer_id_or_name': 'billing_events', 'ack_ids': ['" + id.toUpperCase(java.util.Locale.ROOT)
                        + "']}");

        assertThat(acked.at("/accepted").asInt()).isEqualTo(1);
        assertThat(acked.list("/notes")).anyMatch(note -> note.contains("lower case"));
        assertThat(waiting()).doesNotContain(id);
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "Ack ids that it doesn't know, or that were acked before, answer success all the same.",
            here = "The answer says which were accepted, settled before or never handed out; unknown ones aren't sent.",
            rule = "Deliveries",
            grave = true)
    void unknown_ack_ids_are_told() {
        String unknown = "5e4640a1-6c26-42da-a252-160507e7f313";
        assertThat(sequin.post(BILLING + "/ack", "{'ack_ids': ['" + unknown + "']}")
                        .at("/success")
                        .asBoolean())
                .isTrue();

        String id = receive();
        sequin.forget();
        Said acked = agent.does(
                "ack_messages",
                "{'consumer_id_or_name': 'billing_events', 'ack_ids': ['" + id + "', '" + unknown + "']}");
        Said again = agent.does("ack_messages", "{'consumer_id_or_name': 'billing_events', 'ack_ids': ['" + id + "']}");

        assertThat(acked.list("/accepted_ids")).containsExactly(id);
        assertThat(acked.list("/unknown")).containsExactly(unknown);
        assertThat(again.text("/settled_before/" + id)).isEqualTo("acked");
        assertThat(sequin.written()).hasSize(1).noneMatch(request -> request.contains(unknown));
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "One ack id that is no UUID makes it refuse the whole list.",
            here = "Refused before the call, with the entry at fault.",
            rule = "AckIds")
    void a_bad_ack_id_is_pointed_at() {
        String id = receive();
        sequin.forget();
        String ids = "'ack_ids': ['" + id + "', 'MTYyeJ7abUjl1pO']}";
        assertThat(sequin.post(BILLING + "/ack", "{" + ids).status()).isEqualTo(400);

        Said refused = agent.refused("ack_messages", "{'consumer_id_or_name': 'billing_events', " + ids);

        assertThat(refused.message()).contains("entry 2", "Nothing was sent");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "A wait under 500 ms is a 400, and `wait_for` counts milliseconds.",
            here = "wait_seconds from 0 to 25; `wait_for` is understood, and the answer says as what.",
            rule = {"Streams", "Synonyms"})
    void any_wait_is_understood() {
        assertThat(sequin.post(BILLING + "/receive", "{'wait_for': 0}").status())
                .isEqualTo(400);

        Said received = agent.does(
                "receive_messages", "{'consumer_id_or_name': 'billing_events', 'wait_for': 0, 'max_batch_size': 1}");

        assertThat(received.at("/count").asInt()).isEqualTo(1);
        assertThat(received.list("/notes"))
                .contains("Read `wait_for` as `wait_seconds`, which is 0.", "Read `max_batch_size` as `batch_size`.");
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "A batch size of 0, or over 1000, is a 400; null or a list is a 500.",
            here = "The bounds are in the schema; the error has the nearest that works.",
            rule = "Violations")
    void a_batch_size_has_bounds() {
        assertThat(sequin.post(BILLING + "/receive", "{'batch_size': 0}").status())
                .isEqualTo(400);
        assertThat(sequin.post(BILLING + "/receive", "{'batch_size': []}").status())
                .isEqualTo(500);

        Said refused =
                agent.refused("receive_messages", "{'consumer_id_or_name': 'billing_events', 'batch_size': 5000}");

        assertThat(refused.at("/corrected/batch_size").asInt()).isEqualTo(100);
        assertThat(refused.at("/next/0/arguments/batch_size").asInt()).isEqualTo(100);
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "A long poll ends at once, with nothing, while any message is in flight.",
            here = "The wait goes on, and an empty answer says that messages are in flight.",
            rule = "Streams",
            grave = true)
    void a_wait_goes_on_while_messages_are_in_flight() {
        sequin.post(BILLING + "/receive", "{'batch_size': 100}");
        assertThat(sequin.post(BILLING + "/receive", "{'wait_for': 5000}").at("/data"))
                .isEmpty();

        sequin.forget();
        Said received = agent.does("receive_messages", "{'consumer_id_or_name': 'billing_events', 'wait_seconds': 2}");

        assertThat(received.text("/empty")).isEqualTo("in_flight");
        assertThat(sequin.asked().stream().filter(route -> route.endsWith("/receive")))
                .hasSizeGreaterThan(1);
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "A paused or disabled stream answers like an empty one.",
            here = "An empty answer says why: paused, disabled, in flight or drained.",
            rule = "Streams")
    void an_empty_answer_has_a_reason() {
        sequin.patch(SINK_PATH + "/billing_events", "{'status': 'paused'}");
        assertThat(sequin.post(BILLING + "/receive", "{}").body().toString()).isEqualTo("{\"data\":[]}");

        Said received = agent.does("receive_messages", RECEIVE);

        assertThat(received.text("/empty")).isEqualTo("paused");
        assertThat(received.text("/next/0/tool")).isEqualTo("update_sink");
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "Receiving from a sink that is no stream is a 404, as if it weren't there.",
            here = "The error says what type it is, and lists the streams.",
            rule = "Streams")
    void a_sink_that_is_no_stream_is_told() {
        assertThat(sequin.post("/api/sequin_streams/crm_contacts/receive", "{}").status())
                .isEqualTo(404);

        Said refused = agent.refused("receive_messages", "{'consumer_id_or_name': 'crm_contacts'}");

        assertThat(refused.message()).contains("of type webhook");
        assertThat(refused.text("/next/0/arguments/type")).isEqualTo("sequin_stream");
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "While a stream's buffer is not running yet, receiving is a 500 `:noproc`.",
            here = "Tried again, for this failure alone: nothing was leased.",
            rule = "Effort")
    void a_buffer_that_starts_is_waited_for() {
        String id = sequin.get(SINK_PATH + "/billing_events").text("/id");
        String route = "POST /api/sequin_streams/" + id + "/receive";
        String noproc = "{\"summary\":\"Call to SlotMessageStore failed with :noproc\"}";
        sequin.world().redisUp(false);
        assertThat(sequin.post(BILLING + "/receive", "{}").text("/summary")).contains(":noproc");
        sequin.world().redisUp(true);

        sequin.answer(route, 500, "application/json", noproc);
        Said received = agent.does("receive_messages", RECEIVE);

        assertThat(received.at("/count").asInt()).isEqualTo(1);
        assertThat(sequin.asked()).filteredOn(route::equals).hasSize(2);
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "A new stream can be a 404 for 12 seconds: that it wasn't there is remembered.",
            here = "The error says that it is there, and when to try again.",
            rule = "Streams")
    void a_new_stream_takes_a_moment() {
        String id = sequin.get(SINK_PATH + "/billing_events").text("/id");
        String missing =
                sequin.post("/api/sequin_streams/not_yet/receive", "{}").body().toString();
        assertThat(missing).contains("No `consumer` found");

        sequin.answer("POST /api/sequin_streams/" + id + "/receive", 404, "application/json", missing);
        Said refused = agent.refused("receive_messages", RECEIVE);

        assertThat(refused.code()).isEqualTo("unavailable");
        assertThat(refused.at("/retry_after_seconds").asInt()).isEqualTo(12);
        assertThat(refused.text("/next/0/tool")).isEqualTo("receive_messages");
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "A transform that fails on one message makes receiving the whole batch a bare 500.",
            here = "The error says what is most often behind it, and leads to the sink's settings.",
            rule = "Streams")
    void a_batch_that_can_not_be_rendered_is_explained() {
        String id = sequin.get(SINK_PATH + "/billing_events").text("/id");
        String crash =
                sequin.post(BILLING + "/receive", "{'batch_size': []}").body().toString();

        sequin.answer("POST /api/sequin_streams/" + id + "/receive", 500, "application/json", crash);
        Said refused = agent.refused("receive_messages", RECEIVE);

        assertThat(refused.message()).contains("transform or an enrichment");
        assertThat(refused.text("/next/0/tool")).isEqualTo("get_sink");
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "There is no way to look at messages without leasing them for 30 seconds.",
            here = "peek_messages hands back what it looked at before it answers.",
            rule = "Streams",
            grave = true)
    void a_peek_leaves_no_lease() {
        sequin.post(BILLING + "/receive", "{'batch_size': 100}");
        assertThat(sequin.post(BILLING + "/receive", "{'batch_size': 100}").at("/data"))
                .isEmpty();

        sequin.reset();
        Said peeked = agent.does("peek_messages", "{'consumer_id_or_name': 'billing_events', 'batch_size': 3}");

        assertThat(peeked.at("/messages")).hasSize(3);
        assertThat(sequin.written().get(sequin.written().size() - 1)).contains("/nack");
        assertThat(receive()).isNotBlank();
    }

    @Test
    @Trap(
            topic = STREAMS,
            sequin = "An agent that lost its ack ids can only wait for the lease to end.",
            here = "list_deliveries shows what is open; a delivery is acked or nacked by its id.",
            rule = "Deliveries",
            grave = true)
    void lost_ack_ids_are_found() {
        String id = receive();
        assertThat(sequin.get(SINK_PATH + "/billing_events").body().toString()).doesNotContain(id);

        Said open = agent.does("list_deliveries", "{'consumer_id_or_name': 'billing_events'}");
        Said acked = agent.does(
                open.text("/next/0/tool"), open.at("/next/0/arguments").toString());

        assertThat(acked.at("/accepted").asInt()).isEqualTo(1);
        assertThat(waiting()).doesNotContain(id);
    }
}
