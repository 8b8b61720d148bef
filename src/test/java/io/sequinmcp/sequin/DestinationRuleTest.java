package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.Samples.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Destinations are checked against the API description before they are sent (section 6.5). */
class DestinationRuleTest {
    private final List<String> notes = new ArrayList<>();

    private Map<String, Object> checked(Map<String, Object> destination, boolean dynamic) {
        return new DestinationRule(DestinationRule.typeOf(destination, notes), dynamic, notes).checked(destination);
    }

    private static Problem refused(ThrowingCallable rule) {
        return catchThrowableOfType(SequinException.class, rule).problem();
    }

    static Stream<DestinationType> types() {
        return DestinationTypes.all().values().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_example_of_every_type_passes(DestinationType type) {
        assertThat(checked(type.example(), false)).containsAllEntriesOf(type.example());
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_required_field_is_demanded(DestinationType type) {
        type.fields().stream().filter(DestinationType.Field::required).forEach(field -> {
            Map<String, Object> lacking = new java.util.LinkedHashMap<>(type.example());
            lacking.remove(field.name());
            assertThat(refused(() -> checked(lacking, false)).field()).isEqualTo("destination." + field.name());
        });
    }

    @Test
    void there_are_seventeen_types_and_an_alias() {
        assertThat(DestinationTypes.all()).hasSize(18).containsKeys("webhook", "sequin_stream", "kafka", "redis");
        assertThat(DestinationTypes.names()).hasSize(16).doesNotContain("benchmark");
        assertThat(types().filter(DestinationType::routed).map(DestinationType::type))
                .containsExactlyInAnyOrder(
                        "kafka",
                        "rabbitmq",
                        "redis_stream",
                        "redis",
                        "sqs",
                        "sns",
                        "kinesis",
                        "s2",
                        "gcp_pubsub",
                        "azure_event_hub",
                        "typesense",
                        "meilisearch",
                        "elasticsearch");
    }

    @Test
    void an_unknown_type_is_refused_with_the_list() {
        Problem problem = refused(() -> checked(Map.of("type", "carrier_pigeon"), false));

        assertThat(problem.field()).isEqualTo("destination.type");
        assertThat(problem.allowed()).isEqualTo(DestinationTypes.names());
        assertThat(refused(() -> checked(Map.of(), false)).allowed()).contains("webhook");
    }

    @Test
    void a_field_sequin_would_ignore_is_refused() {
        Problem problem = refused(() -> checked(Map.of("type", "kafka", "hosts", "h:1", "topik", "t"), false));

        assertThat(problem.field()).isEqualTo("destination.topik");
        assertThat(problem.allowed()).contains("topic", "hosts");
    }

    @ParameterizedTest
    @CsvSource({"kafka,topic", "rabbitmq,exchange", "redis_stream,stream_key", "elasticsearch,index_name"})
    void the_target_is_needed_without_a_routing_function_and_not_with_one(String type, String target) {
        Map<String, Object> lacking =
                new java.util.LinkedHashMap<>(DestinationTypes.get(type).example());
        lacking.remove(target);

        assertThat(refused(() -> checked(lacking, false)).field()).isEqualTo("destination." + target);
        assertThat(checked(lacking, true)).doesNotContainKey(target);
    }

    @Test
    void defaults_that_hold_only_if_sent_are_sent() {
        assertThat(checked(Map.of("type", "kafka", "hosts", "h:9092", "topic", "t"), false))
                .containsEntry("compression", "none");
        assertThat(checked(
                        Map.of(
                                "type",
                                "typesense",
                                "endpoint_url",
                                "https://t",
                                "collection_name",
                                "c",
                                "api_key",
                                "k"),
                        false))
                .containsEntry("batch_size", 40)
                .containsEntry("timeout_seconds", 10);
        assertThat(checked(
                        Map.of("type", "meilisearch", "endpoint_url", "https://m", "index_name", "i", "api_key", "k"),
                        false))
                .containsEntry("primary_key", "id")
                .containsEntry("batch_size", 100)
                .containsEntry("timeout_seconds", 5);
        assertThat(checked(
                        Map.of(
                                "type",
                                "elasticsearch",
                                "endpoint_url",
                                "https://e",
                                "index_name",
                                "i",
                                "auth_value",
                                "v"),
                        false))
                .containsEntry("batch_size", 100);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN,plain", "SCRAM-SHA-256,scram_sha_256"})
    void spellings_are_corrected_and_noted(String given, String sent) {
        Map<String, Object> checked = checked(
                fields(
                        "type",
                        "Kafka",
                        "hosts",
                        "h:9092",
                        "topic",
                        "t",
                        "username",
                        "u",
                        "password",
                        "p",
                        "sasl_mechanism",
                        given,
                        "tls",
                        "true"),
                false);

        assertThat(checked)
                .containsEntry("sasl_mechanism", sent)
                .containsEntry("type", "kafka")
                .containsEntry("tls", true);
        assertThat(notes).anyMatch(note -> note.contains(sent));
    }

    @Test
    void a_value_of_the_wrong_kind_is_refused() {
        Map<String, Object> rabbit = fields("type", "rabbitmq", "host", "h", "exchange", "e");
        assertThat(checked(with(rabbit, "port", "5672"), false)).containsEntry("port", 5672);
        for (Object port : new Object[] {"x", 0, 70000, 1.5, true, List.of(1)}) {
            assertThat(refused(() -> checked(with(rabbit, "port", port), false)).field())
                    .isEqualTo("destination.port");
        }
        assertThat(refused(() -> checked(Map.of("type", "kafka", "hosts", "no-port", "topic", "t"), false))
                        .field())
                .isEqualTo("destination.hosts");
        assertThat(refused(() -> checked(
                                fields(
                                        "type",
                                        "gcp_pubsub",
                                        "project_id",
                                        "my-project",
                                        "topic_id",
                                        "abc",
                                        "credentials",
                                        "{}"),
                                false))
                        .field())
                .isEqualTo("destination.credentials");
    }

    @Test
    void a_masked_secret_is_refused_at_any_depth() {
        assertThat(refused(() -> checked(
                                Map.of("type", "kafka", "hosts", "h:1", "topic", "t", "password", "kaf*******d"),
                                false))
                        .field())
                .isEqualTo("destination.password");
        assertThat(refused(() -> checked(
                                fields(
                                        "type",
                                        "gcp_pubsub",
                                        "project_id",
                                        "my-project",
                                        "topic_id",
                                        "abc",
                                        "credentials",
                                        fields("type", "api_key", "project_id", "p", "api_key", "abc****d")),
                                false))
                        .field())
                .isEqualTo("destination.credentials.api_key");
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        Map<String, Object> copy = new java.util.LinkedHashMap<>(map);
        copy.put(name, value);
        return copy;
    }
}
