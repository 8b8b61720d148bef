package io.sequinmcp.traps;

import static io.sequinmcp.traps.Trap.Topic.DESTINATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import org.junit.jupiter.api.Test;

/** Destinations: sections 6.3 to 6.5. */
@QuarkusTest
class DestinationTrapsTest extends TrapTest {
    private static final String SINK = "{'name': 'fresh', 'database': 'prod_db', 'destination': {%s}}";
    private static final String FRESH = SINK_PATH + "/fresh";

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "A destination is replaced whole: what an update leaves out is erased, passwords included.",
            here = "Refused with the list of fields that would be erased; an explicit null erases one.",
            rule = "WholeDestination",
            grave = true)
    void a_partial_destination_is_refused() {
        String path = SINK_PATH + "/legacy_user_sync";
        String part = "{'type': 'rabbitmq', 'host': 'rabbit-2.internal', 'port': 5672, 'exchange': 'users'}";
        assertThat(sequin.patch(path, "{'destination': " + part + "}")
                        .at("/destination")
                        .has("password"))
                .isFalse();

        sequin.reset();
        Said refused =
                agent.refused("update_sink", "{'sink_id_or_name': 'legacy_user_sync', 'destination': " + part + "}");

        assertThat(refused.list("/allowed")).contains("username", "password");
        assertThat(refused.message()).contains("would erase");
        assertThat(sequin.get(path).at("/destination").has("password")).isTrue();
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "The mask of a secret is stored as the secret.",
            here = "Masks are refused in a destination too, with the field named.",
            rule = "Secrets",
            grave = true)
    void a_masked_secret_is_refused() {
        String path = SINK_PATH + "/snowflake_sink";
        String shown = sequin.get(path).at("/destination").toString();
        assertThat(sequin.patch(path, "{\"destination\": " + shown + "}").status())
                .isEqualTo(200);

        sequin.reset();
        Said refused = agent.refused(
                "update_sink", "{\"sink_id_or_name\": \"snowflake_sink\", \"destination\": " + shown + "}");

        assertThat(refused.text("/field")).isEqualTo("destination.password");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "An unknown or missing destination type is a 500.",
            here = "Refused with the list of types, and the one that was probably meant.",
            rule = {"DestinationRule", "Nearest"},
            grave = true)
    void an_unknown_type_is_refused() {
        assertThat(sequin.post(SINK_PATH, SINK.formatted("'type': 'webhooks'")).status())
                .isEqualTo(500);
        assertThat(sequin.post(SINK_PATH, SINK.formatted("'host': 'h'")).status())
                .isEqualTo(500);

        Said unknown = agent.refused("create_sink", SINK.formatted("'type': 'webhooks', 'http_endpoint': 'crm'"));
        Said missing = agent.refused("create_sink", SINK.formatted("'host': 'h'"));

        assertThat(unknown.list("/allowed")).contains("webhook", "sequin_stream", "kafka");
        assertThat(unknown.at("/corrected").get("destination.type").asText()).isEqualTo("webhook");
        assertThat(missing.list("/allowed")).isEqualTo(unknown.list("/allowed"));
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "Twelve types are refused without a `routing` key, though nothing is to be routed.",
            here = "`routing: none` is sent for them.",
            rule = "SinkRequest",
            grave = true)
    void routing_is_sent_where_it_is_needed() {
        String kafka = SINK.formatted("'type': 'kafka', 'hosts': 'k:9092', 'topic': 't'");
        assertThat(sequin.post(SINK_PATH, kafka).at("/validation_errors/sink/routing_mode"))
                .hasSize(1);

        agent.does("create_sink", kafka);

        assertThat(sequin.get(FRESH).text("/routing")).isEqualTo("none");
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "A change of routing is without effect unless the destination is sent along.",
            here = "It is sent along, or asked for where it holds a secret.",
            rule = "SinkRequest")
    void routing_is_changed_with_its_destination() {
        sequin.post(
                "/api/config/apply",
                "{'yaml': 'functions: [{name: by-currency, type: routing, sink_type: kafka, code: x}]'}");
        sequin.post(
                SINK_PATH,
                """
                {'name': 'fresh', 'database': 'prod_db', 'routing': 'none',
                 'destination': {'type': 'kafka', 'hosts': 'k:9092', 'topic': 't', 'compression': 'none'}}""");
        assertThat(sequin.patch(FRESH, "{'routing': 'by-currency'}").text("/destination/topic"))
                .isEqualTo("t");
        sequin.patch(FRESH, "{'routing': 'none'}");

        Said updated = agent.does("update_sink", "{'sink_id_or_name': 'fresh', 'routing': 'by-currency'}");
        Said refused = agent.refused("update_sink", "{'sink_id_or_name': 'snowflake_sink', 'routing': 'by-currency'}");

        assertThat(updated.list("/notes")).anyMatch(note -> note.contains("Sent the destination along"));
        assertThat(sequin.get(FRESH).at("/destination").has("topic")).isFalse();
        assertThat(refused.message()).contains("password", "can't be read back");
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "Some defaults hold only if they are sent: left out, null is stored (batch size, timeout, primary"
                    + " key, compression).",
            here = "They are sent.",
            rule = "DestinationRule")
    void defaults_are_sent() {
        String typesense = SINK.formatted(
                "'type': 'typesense', 'endpoint_url': 'https://t.example.com', 'collection_name': 'c', 'api_key': 'k'");
        String bare = typesense.replace("'name'", "'routing': 'none', 'name'");
        assertThat(sequin.post(SINK_PATH, bare).at("/destination").has("batch_size"))
                .isFalse();

        sequin.reset();
        agent.does("create_sink", typesense);

        assertThat(sequin.get(FRESH).at("/destination/batch_size").asInt()).isEqualTo(40);
        assertThat(sequin.get(FRESH).at("/destination/timeout_seconds").asInt()).isEqualTo(10);
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin =
                    "SASL mechanisms and the like are taken in lower case only, though the documentation has capitals.",
            here = "`PLAIN` is read as `plain`, and the answer says so.",
            rule = "DestinationRule")
    void capitals_are_understood() {
        String kafka = SINK.formatted("'type': 'Kafka', 'hosts': 'k:9092', 'topic': 't', 'username': 'u',"
                + " 'password': 'p', 'sasl_mechanism': 'PLAIN'");
        assertThat(sequin.post(SINK_PATH, kafka.replace("Kafka", "kafka")).status())
                .isEqualTo(422);

        Said created = agent.does("create_sink", kafka);

        assertThat(created.list("/notes"))
                .contains(
                        "Read `destination.type` as `kafka`, as Sequin spells it.",
                        "Read `destination.sasl_mechanism` as `plain`, as Sequin spells it.");
        assertThat(sequin.get(FRESH).text("/destination/sasl_mechanism")).isEqualTo("plain");
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "Fields a type doesn't have are ignored: a misspelt one is simply not set.",
            here = "Refused with the fields there are, and the one that was probably meant.",
            rule = {"DestinationRule", "Nearest"})
    void unknown_fields_are_refused() {
        String kafka = SINK.formatted("'type': 'kafka', 'hosts': 'k:9092', 'topic': 't', 'compresion': 'gzip'");
        String bare = kafka.replace("'name'", "'routing': 'none', 'name'");
        assertThat(sequin.post(SINK_PATH, bare).at("/destination").has("compression"))
                .isFalse();

        sequin.reset();
        Said refused = agent.refused("create_sink", kafka);

        assertThat(refused.text("/next/0/arguments/destination/compression")).isEqualTo("gzip");
        agent.does("create_sink", refused.at("/next/0/arguments").toString());
        assertThat(sequin.get(FRESH).text("/destination/compression")).isEqualTo("gzip");
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "It shows fields that it made up itself, such as `is_fifo`, and ignores them in a request.",
            here = "Left out, and the answer says so; so a destination that was read can be sent.",
            rule = "DestinationRule")
    void derived_fields_are_left_out() {
        String sqs =
                "'type': 'sqs', 'queue_url': 'https://sqs.eu-west-1.amazonaws.com/123456789012/q', 'is_fifo': true,"
                        + " 'access_key_id': 'a', 'secret_access_key': 's'";
        assertThat(sequin.post(SINK_PATH, SINK.formatted(sqs).replace("'name'", "'routing': 'none', 'name'"))
                        .at("/destination/is_fifo")
                        .asBoolean())
                .isFalse();

        sequin.reset();
        Said created = agent.does("create_sink", SINK.formatted(sqs));

        assertThat(created.list("/notes")).anyMatch(note -> note.contains("`destination.is_fifo`"));
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "`auth_type: none` of Elasticsearch is a 500.",
            here = "Refused with the values there are.",
            rule = "DestinationRule")
    void elasticsearch_has_a_way_to_log_in() {
        String elastic = SINK.formatted("'type': 'elasticsearch', 'endpoint_url': 'https://e.example.com',"
                + " 'index_name': 'i', 'auth_type': 'none', 'auth_value': 'v'");
        assertThat(sequin.post(SINK_PATH, elastic).status()).isEqualTo(500);

        Said refused = agent.refused("create_sink", elastic);

        assertThat(refused.text("/field")).isEqualTo("destination.auth_type");
        assertThat(refused.list("/allowed")).containsExactlyInAnyOrder("api_key", "basic", "bearer");
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "A webhook without batches takes a batch size of 1 only, also the one that is stored already.",
            here = "Checked with the stored one; the error has the call that works.",
            rule = "SinkRequest")
    void a_webhook_without_batches_takes_one() {
        String single = "{'type': 'webhook', 'http_endpoint': 'crm', 'batch': false}";
        assertThat(sequin.patch(SINK_PATH + "/crm_contacts", "{'destination': " + single + "}")
                        .status())
                .isEqualTo(422);

        Said refused =
                agent.refused("update_sink", "{'sink_id_or_name': 'crm_contacts', 'destination': " + single + "}");
        assertThat(refused.at("/corrected/batch_size").asInt()).isEqualTo(1);
        agent.does("update_sink", refused.at("/next/0/arguments").toString());

        assertThat(sequin.get(SINK_PATH + "/crm_contacts")
                        .at("/destination/batch")
                        .asBoolean())
                .isFalse();
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin = "A webhook names its HTTP endpoint by name only; an unknown one is a 404 about nothing in"
                    + " particular.",
            here = "Name or id; the error names the field and the endpoints there are.",
            rule = {"Sinks", "Finder"})
    void an_endpoint_may_be_given_by_id() {
        String id = sequin.get(CRM).text("/id");
        String webhook = SINK.formatted("'type': 'webhook', 'http_endpoint': '" + id + "'");
        assertThat(sequin.post(SINK_PATH, webhook).status()).isEqualTo(404);

        assertThat(agent.does("create_sink", webhook).text("/type")).isEqualTo("webhook");
        Said refused = agent.refused("create_sink", SINK.formatted("'type': 'webhook', 'http_endpoint': 'CRM'"));

        assertThat(sequin.get(FRESH).text("/destination/http_endpoint")).isEqualTo("crm");
        assertThat(refused.text("/field")).isEqualTo("destination.http_endpoint");
        assertThat(refused.list("/allowed")).contains("crm");
    }

    @Test
    @Trap(
            topic = DESTINATIONS,
            sequin =
                    "A Kinesis stream is demanded even where a routing function names it: the region is taken from it.",
            here = "Asked for by name.",
            rule = "DestinationRule")
    void kinesis_needs_its_arn() {
        sequin.post(
                "/api/config/apply",
                "{'yaml': 'functions: [{name: by-shard, type: routing, sink_type: kinesis, code: x}]'}");
        String kinesis = SINK.formatted("'type': 'kinesis', 'access_key_id': 'a', 'secret_access_key': 's'")
                .replace("'name'", "'routing': 'by-shard', 'name'");
        assertThat(sequin.post(SINK_PATH, kinesis).status()).isEqualTo(422);

        assertThat(agent.refused("create_sink", kinesis).text("/field")).isEqualTo("destination.stream_arn");
    }
}
