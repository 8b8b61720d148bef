package io.sequinmcp.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description is complete: all operations, and nothing without its words. */
class SpecTest {

    static Stream<Spec.Operation> operations() {
        return Spec.operations();
    }

    static Stream<Spec.Property> requestDestinationProperties() {
        return Spec.properties().stream().filter(property -> property.path().contains("DestinationRequest."));
    }

    @Test
    void describes_the_40_operations_of_the_api_port() {
        assertThat(Spec.operations()
                        .filter(operation -> !operation.node().has("x-alias-of"))
                        .filter(operation -> !operation.node().has("servers")))
                .hasSize(40);
    }

    @Test
    void an_alias_is_of_an_operation_that_is_none_itself() {
        Set<String> originals = Spec.operations()
                .filter(operation -> !operation.node().has("x-alias-of"))
                .map(Spec.Operation::id)
                .collect(Collectors.toSet());

        assertThat(Spec.operations()
                        .filter(operation -> operation.node().has("x-alias-of"))
                        .map(operation -> operation.node().get("x-alias-of").asText()))
                .hasSize(9)
                .isSubsetOf(originals);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void an_operation_has_id_tag_words_and_a_failure(Spec.Operation operation) {
        JsonNode node = operation.node();

        assertThat(operation.id()).matches("[a-z][A-Za-z]+");
        assertThat(node.path("tags")).hasSize(1);
        assertThat(node.path("summary").asText()).isNotBlank();
        assertThat(node.path("description").asText()).isNotBlank();
        assertThat(node.path("responses").properties())
                .anyMatch(response -> response.getKey().startsWith("2"))
                .anyMatch(response -> response.getKey().matches("[45]\\d\\d"));
    }

    @Test
    void the_client_has_every_operation() {
        assertThat(Client.methods().map(Method::getName))
                .containsExactlyInAnyOrderElementsOf(
                        Spec.operations().map(Spec.Operation::id).toList());
    }

    @Test
    void every_schema_and_every_property_is_described() {
        assertThat(Spec.schemas()).allSatisfy(schema -> assertThat(
                        schema.getValue().path("description").asText())
                .as(schema.getKey())
                .isNotBlank());
        assertThat(Spec.properties()).hasSizeGreaterThan(400).allSatisfy(property -> assertThat(
                        Spec.resolve(property.node()).path("description").asText())
                .as(property.path())
                .isNotBlank());
    }

    @Test
    void answers_leave_enumerations_open() {
        assertThat(Spec.properties())
                .filteredOn(property -> property.node().has("enum"))
                .filteredOn(property -> !property.path().matches("[A-Za-z0-9]+Destination\\.type"))
                .allSatisfy(
                        property -> assertThat(property.path()).matches("[A-Za-z0-9]+(Request|Create|Update)[.\\[].*"));
    }

    @Test
    void requests_and_answers_know_the_same_17_types_of_destination() {
        JsonNode request = Spec.ROOT.at("/components/schemas/DestinationRequest");
        JsonNode answer = Spec.ROOT.at("/components/schemas/Destination");

        assertThat(types(answer)).hasSize(17);
        assertThat(types(request)).containsAll(types(answer)).hasSize(18).contains("redis");
        assertThat(StreamSupport.stream(request.get("oneOf").spliterator(), false)
                        .map(Spec::resolve))
                .hasSize(17)
                .allSatisfy(variant -> {
                    assertThat(variant.path("x-routing-required").isBoolean()).isTrue();
                    assertThat(variant.path("x-routing-target").isMissingNode())
                            .isNotEqualTo(variant.get("x-routing-required").asBoolean());
                    assertThat(variant.path("example").path("type").isTextual()).isTrue();
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestDestinationProperties")
    void a_secret_of_a_destination_is_only_written(Spec.Property property) {
        boolean looksSecret = property.path()
                .matches(
                        ".*\\.(password|.*secret.*|.*token|api_key|auth_value|jwt|nkey_seed|shared_access_key|credentials)");

        assertThat(property.node().path("x-secret").asBoolean())
                .isEqualTo(property.node().path("writeOnly").asBoolean());
        assertThat(property.node().path("x-secret").asBoolean() || !looksSecret).isTrue();
    }

    private static Set<String> types(JsonNode union) {
        return union.at("/discriminator/mapping").properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
