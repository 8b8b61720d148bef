package io.sequinmcp.plans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StateTest {
    @Example
    void namesTheFieldsThatChanged() {
        State before = State.of(Map.of(
                "name", "orders", "batch_size", 10, "destination", Map.of("type", "kafka", "topic", "a", "tls", true)));
        State after = State.of(Map.of(
                "name", "orders", "filter", "f", "destination", Map.of("type", "kafka", "topic", "b", "tls", true)));

        assertThat(before.differences(after)).containsExactly("batch_size", "destination.topic", "filter");
    }

    @Example
    void keepsNoValue() {
        State state = State.of(Map.of("password", "hunter2", "hosts", List.of("secret.example")));

        assertThat(state.toJson())
                .contains("password")
                .doesNotContain("hunter2")
                .doesNotContain("secret.example");
    }

    @Example
    void countsNullAsNotThere() {
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("a", 1);
        withNull.put("b", null);
        Map<String, Object> nested = new HashMap<>();
        nested.put("x", null);

        assertThat(State.of(withNull)).isEqualTo(State.of(Map.of("a", 1)));
        assertThat(State.of(Map.of("list", List.of(nested)))).isEqualTo(State.of(Map.of("list", List.of(Map.of()))));
    }

    @Example
    void tellsValuesApartThatLookAlike() {
        List<Object> values = Arrays.asList(
                "1",
                1,
                true,
                "true",
                List.of(),
                Map.of(),
                "",
                List.of("a, b"),
                List.of("a", "b"),
                List.of("\"a", "b\""));

        assertThat(values.stream()
                        .map(value -> State.of(Map.of("field", value)))
                        .distinct())
                .hasSameSizeAs(values);
    }

    @Property(tries = 200)
    void isTheSameForAnyOrderAndAfterStorage(@ForAll("objects") Map<String, Object> object) {
        State state = State.of(object);

        assertThat(State.of(reversed(object))).isEqualTo(state);
        assertThat(State.fromJson(state.toJson())).isEqualTo(state);
        assertThat(state.differences(state)).isEmpty();
    }

    private static Map<String, Object> reversed(Map<String, Object> object) {
        Map<String, Object> reversed = new LinkedHashMap<>();
        object.keySet().stream().sorted((a, b) -> b.compareTo(a)).forEach(key -> reversed.put(key, object.get(key)));
        return reversed;
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8).asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        Arbitrary<Object> values = Arbitraries.oneOf(
                scalars,
                scalars.list().ofMaxSize(3).asGeneric(),
                Arbitraries.maps(Arbitraries.strings().alpha().ofLength(2), scalars)
                        .ofMaxSize(3)
                        .asGeneric());
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(4), values)
                .ofMaxSize(6);
    }
}
