package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.sequin.PrometheusText.Sample;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what Prometheus reads. */
class PrometheusTextTest {
    @Property(tries = 500)
    void every_label_is_read_as_it_was_written(@ForAll String value, @ForAll short number) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        String line = "m{a=\"" + escaped + "\",b=\"x, y}\"} " + number + " 1700000000000";

        assertThat(PrometheusText.parse("# TYPE m gauge\n" + line + "\nother 1", "m"))
                .containsExactly(new Sample("m", Map.of("a", value, "b", "x, y}"), number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\u0085", "a\u2028b", "a\u2029b", " "})
    void a_label_may_hold_what_elsewhere_ends_a_line(String value) {
        assertThat(PrometheusText.parse("m{a=\"" + value + "\"} 1", "m"))
                .containsExactly(new Sample("m", Map.of("a", value), 1));
    }

    @Test
    void lines_may_end_as_they_do_elsewhere() {
        assertThat(PrometheusText.parse("m 1\r\nm 2 1700000000000\r\n", "m"))
                .extracting(Sample::value)
                .containsExactly(1.0, 2.0);
    }

    @Test
    void a_label_may_be_longer_than_a_stack_holds() {
        String value = "x\\n".repeat(100_000);

        assertThat(PrometheusText.parse("m{a=\"" + value + "\"} 1", "m"))
                .containsExactly(new Sample("m", Map.of("a", value.replace("\\n", "\n")), 1));
    }

    @Property(tries = 500)
    void nothing_makes_it_fail(@ForAll String text) {
        assertThat(PrometheusText.parse("m" + text + "\nm 1", "m")).isNotEmpty();
    }

    @Test
    void numbers_may_be_without_end_or_none() {
        assertThat(PrometheusText.parse("m +Inf\nm -Inf\nm NaN\nm 1.5e3\nm x\nm", "m"))
                .extracting(Sample::value)
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1500.0);
    }
}
