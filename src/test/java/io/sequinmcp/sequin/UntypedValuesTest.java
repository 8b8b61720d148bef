package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What no type describes, as it is read. */
class UntypedValuesTest {
    private static final ObjectMapper READING = new SequinJson().getContext(Object.class);

    @Property(tries = 200)
    void it_is_what_was_written(@ForAll("values") @Nullable Object value) throws JsonProcessingException {
        String json = SequinJson.MAPPER.writeValueAsString(value);

        assertThat(READING.readValue(json, Object.class)).isEqualTo(SequinJson.MAPPER.readValue(json, Object.class));
    }

    @Property(tries = 100)
    void of_what_is_deeper_than_a_bound_the_bound_is_kept(
            @ForAll @Size(min = 1, max = 3_000) List<Boolean> shape, @ForAll @IntRange(max = 3) int siblings)
            throws JsonProcessingException {
        StringBuilder json = new StringBuilder();
        shape.forEach(isList -> json.append(isList ? "[" : "{\"a\":"));
        json.append("1");
        for (int i = shape.size() - 1; i >= 0; i--) {
            json.append(shape.get(i) ? "]" : "}");
        }

        Object read = READING.readValue("[" + json + ",2".repeat(siblings) + "]", Object.class);

        assertThat((List<?>) read).hasSize(1 + siblings);
        int levels = 0;
        while (read instanceof List || read instanceof Map) {
            levels++;
            read = read instanceof List<?> list ? list.get(0) : ((Map<?, ?>) read).get("a");
        }
        assertThat(levels).isEqualTo(Math.min(shape.size() + 1, UntypedValues.DEEPEST));
        assertThat(read).isEqualTo(shape.size() < UntypedValues.DEEPEST ? 1 : UntypedValues.DEEPER);
    }

    @Example
    void more_levels_than_any_row_has_are_no_answer() {
        String deep = "[".repeat(100_001) + "]".repeat(100_001);

        assertThatThrownBy(() -> READING.readValue(deep, Object.class)).isInstanceOf(StreamConstraintsException.class);
        assertThat(SequinJson.MAPPER.getFactory().streamReadConstraints().getMaxNestingDepth())
                .as("what is sent is not cut")
                .isEqualTo(StreamReadConstraints.DEFAULT_MAX_DEPTH);
    }

    @Example
    void long_names_stay_apart() throws JsonProcessingException {
        String name = "n".repeat(60_000);

        Map<?, ?> read =
                (Map<?, ?>) READING.readValue("{\"%s1\":1,\"%s2\":2,\"a\":3}".formatted(name, name), Object.class);

        assertThat(List.copyOf(read.values())).isEqualTo(List.of(1, 2, 3));
        assertThat(read.keySet()).allMatch(it -> String.valueOf(it).length() < 1_100);
    }

    @Example
    void a_number_of_more_digits_than_are_calculated_with_is_their_text() throws JsonProcessingException {
        String digits = "7".repeat(UntypedValues.LONGEST_NUMBER);

        assertThat(READING.readValue(digits, Object.class)).isEqualTo(new BigInteger(digits));
        assertThat(READING.readValue(digits + "7", Object.class)).isEqualTo(digits + "7");
        assertThat(READING.readValue("1.5e-400", Object.class)).isEqualTo(new BigDecimal("1.5e-400"));
        assertThat(READING.readValue("1e9999999999", Object.class)).isEqualTo("1e9999999999");
    }

    @Provide
    Arbitrary<@Nullable Object> values() {
        Arbitrary<@Nullable Object> leaves = Arbitraries.<@Nullable Object>oneOf(
                        Arbitraries.strings().ofMaxLength(10).map(it -> it),
                        Arbitraries.integers().map(it -> it),
                        Arbitraries.longs().map(it -> it),
                        Arbitraries.bigIntegers()
                                .between(BigInteger.TWO.pow(63), BigInteger.TWO.pow(90))
                                .map(it -> it),
                        Arbitraries.bigDecimals()
                                .between(BigDecimal.ZERO, BigDecimal.TEN)
                                .ofScale(8)
                                .map(it -> it),
                        Arbitraries.of(true, false).map(it -> it))
                .injectNull(0.1);
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(it -> it),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner)
                                .ofMaxSize(3)
                                .map(it -> it)),
                0,
                4);
    }
}
