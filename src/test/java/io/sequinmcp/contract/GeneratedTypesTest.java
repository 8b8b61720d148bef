package io.sequinmcp.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sequin.generated.model.ChangeMessage;
import io.sequinmcp.sequin.generated.model.DatabaseUpdate;
import io.sequinmcp.sequin.generated.model.Destination;
import io.sequinmcp.sequin.generated.model.DestinationRequest;
import io.sequinmcp.sequin.generated.model.KafkaDestination;
import io.sequinmcp.sequin.generated.model.OtherDestination;
import io.sequinmcp.sequin.generated.model.Sink;
import io.sequinmcp.sequin.generated.model.SinkUpdate;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Sequin answers passes through the generated types and back unchanged but for nulls, even where it is new to us.
 */
class GeneratedTypesTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private static final List<Recording> RECORDINGS = Recording.all();

    static Stream<Recording> accepted() {
        return RECORDINGS.stream()
                .filter(Recording::accepted)
                .filter(recording -> !Unrouted.contains(recording))
                .filter(recording -> recording.response().body().isContainerNode());
    }

    static Stream<JsonNode> messages() {
        return accepted()
                .filter(recording -> recording.request().uri().getPath().endsWith("/receive"))
                .flatMap(recording -> StreamSupport.stream(
                        recording.response().body().get("data").spliterator(), false))
                .map(message -> message.get("data"));
    }

    static Stream<JsonNode> requestDestinations() {
        return StreamSupport.stream(
                        Spec.ROOT
                                .at("/components/schemas/DestinationRequest/oneOf")
                                .spliterator(),
                        false)
                .map(variant -> Spec.resolve(variant).get("example"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void recorded_body_survives(Recording recording) {
        assertSurvives(recording.response().body(), Client.returnType(recording));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void recorded_message_survives(JsonNode message) {
        assertSurvives(message, JSON.constructType(ChangeMessage.class));
    }

    @ParameterizedTest
    @MethodSource("requestDestinations")
    void destination_is_read_as_the_type_it_names(JsonNode destination) throws Exception {
        DestinationRequest read = JSON.treeToValue(destination, DestinationRequest.class);

        assertThat(read.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .startsWith(destination.get("type").asText().replace("_", ""));
        assertSurvives(destination, JSON.constructType(DestinationRequest.class));
    }

    @Test
    void unknown_values_of_an_enumeration_survive() throws Exception {
        ObjectNode sink = sink();
        sink.put("status", "hibernating").put("load_shedding_policy", "shrug");
        sink.putArray("actions").add("truncate");
        ((ObjectNode) sink.get("health")).put("status", "dizzy");

        assertThat(JSON.treeToValue(sink, Sink.class).getStatus()).isEqualTo("hibernating");
        assertSurvives(sink, JSON.constructType(Sink.class));
    }

    @Test
    void unknown_fields_survive_at_every_level() throws Exception {
        ObjectNode sink = sink();
        sink.putObject("retention").put("days", 3);
        ((ObjectNode) sink.get("source")).put("sample_rate", 0.5);
        ((ObjectNode) sink.get("health").get("checks").get(0)).put("since", "2026-11-22T12:29:47Z");

        assertThat(JSON.treeToValue(sink, Sink.class).getAdditionalProperties()).containsOnlyKeys("retention");
        assertSurvives(sink, JSON.constructType(Sink.class));
    }

    @Test
    void unknown_destination_keeps_its_type_and_all_its_fields() throws Exception {
        ObjectNode sink = sink();
        ObjectNode pigeon = sink.putObject("destination").put("type", "carrier_pigeon");
        pigeon.putObject("loft")
                .put("compass", "north")
                .putArray("rings")
                .add(1)
                .add(2);

        assertThat(JSON.treeToValue(sink, Sink.class).getDestination())
                .isInstanceOfSatisfying(OtherDestination.class, other -> {
                    assertThat(other.getType()).isEqualTo("carrier_pigeon");
                    assertThat(other.getAdditionalProperties()).containsOnlyKeys("loft");
                });
        assertSurvives(sink, JSON.constructType(Sink.class));
    }

    @Test
    void unknown_field_of_a_known_destination_survives() throws Exception {
        ObjectNode kafka = JSON.createObjectNode()
                .put("type", "kafka")
                .put("hosts", "kafka:9092")
                .put("acks", "all");

        assertThat(JSON.treeToValue(kafka, Destination.class)).isInstanceOf(KafkaDestination.class);
        assertSurvives(kafka, JSON.constructType(Destination.class));
    }

    @Test
    void what_is_not_set_is_not_sent() throws Exception {
        assertThat(JSON.writeValueAsString(new SinkUpdate())).isEqualTo("{}");
        assertThat(JSON.writeValueAsString(new DatabaseUpdate().port(5432))).isEqualTo("{\"port\":5432}");
    }

    @Test
    void null_can_be_sent_where_it_erases() throws Exception {
        assertThat(JSON.writeValueAsString(new DatabaseUpdate().port(5432).putAdditionalProperty("primary", null)))
                .isEqualTo("{\"port\":5432,\"primary\":null}");
    }

    @Test
    void null_columns_of_a_row_survive() {
        Map<String, Object> row = new HashMap<>();
        row.put("items", null);

        assertThat(JSON.valueToTree(new ChangeMessage().record(row)).toString())
                .isEqualTo("{\"record\":{\"items\":null}}");
    }

    @AfterAll
    static void tell() {
        System.out.printf(
                "Contract: %d recorded bodies and %d messages pass through the generated types unchanged%n",
                accepted().count(), messages().count());
    }

    private static ObjectNode sink() {
        return accepted()
                .filter(recording -> recording.name().equals("sinks-get-by-name"))
                .map(recording -> recording.response().body().<ObjectNode>deepCopy())
                .findFirst()
                .orElseThrow();
    }

    private static void assertSurvives(JsonNode body, JavaType type) {
        try {
            Object read = JSON.readValue(JSON.treeAsTokens(body), type);
            JsonNode written = JSON.readTree(JSON.writerFor(type).writeValueAsString(read));
            assertThat(withoutNulls(written)).isEqualTo(withoutNulls(body));
        } catch (IOException e) {
            throw new AssertionError("does not pass through " + type, e);
        }
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> copy.set(field.getKey(), withoutNulls(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(withoutNulls(element)));
            return copy;
        }
        return node;
    }
}
