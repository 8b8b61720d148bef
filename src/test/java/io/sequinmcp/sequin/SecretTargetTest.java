package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts a destination talks to, and which of them a binding means. */
class SecretTargetTest {
    private static Secret boundTo(String... hosts) {
        return new Secret("s", "12345678", Set.of(), List.of("destination.*"), List.of(hosts));
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.internal:9092, kafka.internal, true",
        "kafka.internal:9092, KAFKA.internal:9092, true",
        "kafka.internal:9092, kafka.internal:9093, false",
        "a.kafka.internal:9092, *.kafka.internal, true",
        "kafka.internal:9092, *.kafka.internal, false",
        "xkafka.internal:9092, *.kafka.internal, false",
        "anything:1, *, true",
    })
    void a_binding_means_a_host_with_or_without_its_port(String host, String bound, boolean allowed) {
        SecretTargets targets = SecretTarget.ofDestination(Map.of("type", "kafka", "hosts", host));
        assertThat(targets.within(boundTo(bound))).isEqualTo(allowed);
    }

    @Property(tries = 2_000)
    void text_that_does_not_name_the_bound_host_is_never_within(
            @ForAll @StringLength(max = 40) @CharRange(from = '!', to = '~') String hosts) {
        SecretTargets kafka = SecretTarget.ofDestination(Map.of("type", "kafka", "hosts", hosts));
        SecretTargets url = SecretTarget.ofEndpoint(hosts, false);
        SecretTargets redis = SecretTarget.ofDestination(Map.of("type", "redis_string", "host", hosts, "port", 6379));

        assertThat(List.of(kafka, url, redis)).noneMatch(targets -> targets.within(boundTo("only.internal")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://only.internal@evil.com/",
                "https://only.internal:x@evil.com/",
                "https://evil.com\\@only.internal/",
                "https://only.internal\\.evil.com/",
                "//only.internal/",
                "https://only.internal /",
                "https://only.internal/@evil.com",
                "https:only.internal"
            })
    void a_url_that_could_be_read_in_two_ways_is_unknown(String url) {
        assertThat(SecretTarget.ofEndpoint(url, false).unknown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sqs, queue_url, https://sqs.eu-west-1.amazonaws.com/123456789012/q, sqs.eu-west-1.amazonaws.com:443",
        "sns, topic_arn, arn:aws:sns:eu-west-1:123456789012:t, sns.eu-west-1.amazonaws.com:443",
        "kinesis, stream_arn, arn:aws:kinesis:eu-west-1:123456789012:stream/s, kinesis.eu-west-1.amazonaws.com:443",
        "azure_event_hub, namespace, mine, mine.servicebus.windows.net:5671",
        "elasticsearch, endpoint_url, http://es.internal:9200, es.internal:9200",
        "gcp_pubsub, project_id, p, pubsub.googleapis.com:443",
    })
    void every_type_says_where_it_delivers_to(String type, String field, String value, String target) {
        SecretTargets targets = SecretTarget.ofDestination(Map.of("type", type, field, value));
        assertThat(targets.unknown()).isFalse();
        assertThat(targets.targets()).extracting(SecretTarget::toString).containsExactly(target);
    }

    @org.junit.jupiter.api.Test
    void an_emulator_or_token_server_is_talked_to_as_well() {
        SecretTargets targets = SecretTarget.ofDestination(Map.of(
                "type", "gcp_pubsub",
                "credentials", Map.of("token_uri", "https://evil.com/token"),
                "project_id", "p"));
        assertThat(targets.within(boundTo("pubsub.googleapis.com"))).isFalse();
        assertThat(targets.within(boundTo("pubsub.googleapis.com", "evil.com"))).isTrue();
    }
}
